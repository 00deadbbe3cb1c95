import type { RejectionCode } from '../../../domain/rejection.ts'

/** The codes with which a hold may be refused, on every route that asks for one. */
export const HOLD_REFUSALS: readonly RejectionCode[] = [
  'redeeming_paused',
  'partner_leaving',
  'points_insufficient',
  'points_out_of_range',
  'holds_too_many',
  'nonces_used_up',
  'refusals_too_many',
  'member_frozen',
  'account_moving',
  'account_closed',
  'reward_unknown',
  'reward_unavailable',
  'reward_out_of_stock',
  'reward_limit_reached',
  'reward_basket_too_small',
  'budget_used_up',
]
