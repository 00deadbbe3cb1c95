/** Why the points of a slip are not given, whoever asks: what is wrong with the slip, or why its purchase is not recorded. */
export const COLLECT_REFUSALS = [
  'slip_unknown',
  'slip_invalid',
  'slip_conflict',
  'slip_expired',
  'slip_collected',
  'slip_voided',
  'partner_suspended',
  'partner_left',
  'partner_leaving',
  'currency_mismatch',
  'amount_out_of_range',
  'occurred_in_future',
  'occurred_too_long_ago',
  'no_earning_rule',
  'purchase_conflict',
] as const
