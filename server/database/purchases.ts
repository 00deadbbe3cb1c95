import type { PurchaseModel } from './generated/models.ts'

/** A sale at a partner, named by the partner's own order reference. */
export type Purchase = Readonly<PurchaseModel>
