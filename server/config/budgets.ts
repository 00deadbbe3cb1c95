import { z } from 'zod'

/** What a member, a partner or a network address may ask for in a day (UTC). */
export interface BudgetsConfig {
  readonly unfreezesPerMemberMax: number
  readonly movesPerMemberMax: number
  readonly accountActsPerAddressMax: number
  readonly accountActsPerPartnerMax: number
  readonly enrolmentsPerAddressMax: number
  readonly enrolmentsPerPartnerMax: number
  readonly codesPerAddressMax: number
  /** At one partner. */
  readonly redemptionsPerMemberMax: number
  /** However little is redeemed at the partner. */
  readonly restorationsPerPartnerLeast: number
  /** And as many more, per hundred of its orders that can still be restored. */
  readonly restorationsPercent: number
}

const count = (most: number) => z.coerce.number().int().min(1).max(most)

/** The variables of the environment for it. */
export const BUDGET_VARIABLES = {
  UNFREEZES_PER_DAY_MAX: count(1_000).default(3),
  MOVES_PER_DAY_MAX: count(1_000).default(2),
  ACCOUNT_ACTS_PER_ADDRESS_MAX: count(1_000_000).default(100),
  ACCOUNT_ACTS_PER_PARTNER_MAX: count(100_000_000).default(10_000),
  ENROLMENTS_PER_ADDRESS_MAX: count(1_000_000).default(100),
  ENROLMENTS_PER_PARTNER_MAX: count(100_000_000).default(50_000),
  CODES_PER_ADDRESS_MAX: count(1_000_000).default(30),
  REDEMPTIONS_PER_DAY_MAX: count(1_000_000).default(50),
  RESTORATIONS_PER_DAY_LEAST: count(1_000_000).default(20),
  RESTORATIONS_PERCENT: z.coerce.number().int().min(0).max(100).default(10),
}

/** The budgets that the environment says. */
export function budgetsOf(values: Readonly<Record<keyof typeof BUDGET_VARIABLES, number>>): BudgetsConfig {
  return Object.freeze({
    unfreezesPerMemberMax: values.UNFREEZES_PER_DAY_MAX,
    movesPerMemberMax: values.MOVES_PER_DAY_MAX,
    accountActsPerAddressMax: values.ACCOUNT_ACTS_PER_ADDRESS_MAX,
    accountActsPerPartnerMax: values.ACCOUNT_ACTS_PER_PARTNER_MAX,
    enrolmentsPerAddressMax: values.ENROLMENTS_PER_ADDRESS_MAX,
    enrolmentsPerPartnerMax: values.ENROLMENTS_PER_PARTNER_MAX,
    codesPerAddressMax: values.CODES_PER_ADDRESS_MAX,
    redemptionsPerMemberMax: values.REDEMPTIONS_PER_DAY_MAX,
    restorationsPerPartnerLeast: values.RESTORATIONS_PER_DAY_LEAST,
    restorationsPercent: values.RESTORATIONS_PERCENT,
  })
}
