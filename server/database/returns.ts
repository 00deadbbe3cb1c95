import type { PurchaseReturnModel, ReturnAllocationModel } from './generated/models.ts'

/** Goods brought back, named by the partner's return reference. */
export type PurchaseReturn = Readonly<PurchaseReturnModel>

/** What a return took from one purchase. */
export type ReturnAllocation = Readonly<ReturnAllocationModel>
