import type { PartnerModel } from './generated/models.ts'
import type { Narrow } from './row.ts'

/** A brand; its number is the on-chain PartnerId. */
export type Partner = Narrow<
  PartnerModel,
  {
    status: 'active' | 'suspended' | 'left'
    returnPolicy: 'within_balance' | 'carry'
    issuerKind: 'hosted' | 'external'
  }
>
