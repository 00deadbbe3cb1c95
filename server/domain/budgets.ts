import { dayOf, daySpan } from './utc-days.ts'

/**
 * What may be asked for only so often in a day (UTC) by one member, partner or network address, because the operator pays for what
 * follows: docs/decisions/0020-gas-budgets.md.
 */
export type BudgetName =
  | 'unfreezes_of_member'
  | 'moves_of_member'
  | 'account_acts_of_address'
  | 'account_acts_of_partner'
  | 'enrolments_of_address'
  | 'enrolments_of_partner'
  | 'codes_of_address'
  | 'redemptions_of_member'
  | 'restorations_of_partner'

/** How often, by name. */
export interface BudgetLimits {
  /** Every freeze but the first of a day comes after one of these, so freezing itself needs no limit. */
  readonly unfreezesPerMemberMax: number
  /** Asked for, whatever became of them. */
  readonly movesPerMemberMax: number
  /** Unfreezes, moves and added passkeys, of all members who ask from one network address. */
  readonly accountActsPerAddressMax: number
  /** Acts on the ledger of the members whom one partner enrolled. */
  readonly accountActsPerPartnerMax: number
  /** Members who enrol by themselves. */
  readonly enrolmentsPerAddressMax: number
  readonly enrolmentsPerPartnerMax: number
  /** One-time codes by e-mail and SMS, which the operator pays for, of all members who ask from one network address. */
  readonly codesPerAddressMax: number
  /** Of one member's points at one partner; what ended without points being spent does not count. */
  readonly redemptionsPerMemberMax: number
  /** Restorations that a partner may ask for however little is redeemed at it. */
  readonly restorationsPerPartnerLeast: number
  /** And as many more: per hundred of its orders that can still be restored. */
  readonly restorationsPercent: number
}

export const BUDGET_LIMITS_DEFAULT: BudgetLimits = {
  unfreezesPerMemberMax: 3,
  movesPerMemberMax: 2,
  accountActsPerAddressMax: 100,
  accountActsPerPartnerMax: 10_000,
  enrolmentsPerAddressMax: 100,
  enrolmentsPerPartnerMax: 50_000,
  codesPerAddressMax: 30,
  redemptionsPerMemberMax: 50,
  restorationsPerPartnerLeast: 20,
  restorationsPercent: 10,
}

/** How many restorations a partner may ask for in a day, by how many of its orders were burned and can be restored. */
export function restorationsMax(
  { restorationsPerPartnerLeast, restorationsPercent }: BudgetLimits,
  ordersBurned: number,
): number {
  return restorationsPerPartnerLeast + Math.floor((ordersBurned * restorationsPercent) / 100)
}

/** Seconds until the next day (UTC) begins, at least one: then every budget is whole again. */
export function secondsToNextDay(now: Date): number {
  return Math.ceil((daySpan(dayOf(now)).until.getTime() - now.getTime()) / 1_000)
}
