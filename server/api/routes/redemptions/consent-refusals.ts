import type { RejectionCode } from '../../../domain/rejection.ts'

/** The codes with which a member's consent may be refused, on every route that takes one. */
export const CONSENT_REFUSALS: readonly RejectionCode[] = [
  'consent_kind_unavailable',
  'consent_invalid',
  'pin_unset',
  'pin_wrong',
  'pin_locked',
  'pin_tries_paused',
  'pin_cap_reached',
  'nonces_used_up',
  'hold_expired',
  'redemption_voided',
  'redemption_captured',
  'member_frozen',
  'account_moving',
  'account_closed',
]
