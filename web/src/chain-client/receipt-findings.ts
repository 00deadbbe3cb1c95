/** What is looked at, in the order in which it is told. */
export const RECEIPT_STEPS = [
  'order',
  'proof',
  'network',
  'contract',
  'transaction',
  'event',
  'credit',
  'finality',
  'member',
] as const

/** What is looked at of a redemption's receipt; what both have is named alike. */
export const REDEMPTION_STEPS = [
  'given',
  'signature',
  'network',
  'burn_contract',
  'burn_transaction',
  'burn',
  'restored',
  'finality',
  'member',
] as const

export type ReceiptStep = (typeof RECEIPT_STEPS)[number] | (typeof REDEMPTION_STEPS)[number]

/**
 * Why a step ended as it did. The pages have words for each in every language.
 * `passed` reasons are named after the step; the others say what differs.
 */
export type FindingReason =
  | 'order_matches'
  | 'order_not_named'
  | 'order_differs'
  | 'proof_leads_to_root'
  | 'leaf_types_differ'
  | 'explanation_differs'
  | 'partner_differs'
  | 'number_out_of_batch'
  | 'proof_leads_elsewhere'
  | 'network_matches'
  | 'network_differs'
  | 'endpoint_unreachable'
  | 'contract_matches'
  | 'contract_differs'
  | 'contract_missing'
  | 'transaction_found'
  | 'batch_not_posted'
  | 'transaction_missing'
  | 'transaction_reverted'
  | 'block_number_differs'
  | 'block_hash_differs'
  | 'block_replaced'
  | 'gas_used_differs'
  | 'time_differs'
  | 'event_matches'
  | 'event_missing'
  | 'event_root_differs'
  | 'event_hash_differs'
  | 'event_first_entry_differs'
  | 'event_entry_count_differs'
  | 'event_credited_differs'
  | 'event_debited_differs'
  | 'credit_found'
  | 'credit_missing'
  | 'debit_entry'
  | 'final'
  | 'not_final_yet'
  | 'member_matches'
  | 'member_moved'
  | 'member_differs'
  | 'member_points_differ'
  | 'nobody_signed_in'
  | 'not_reached'
  | 'given_matches'
  | 'given_differs'
  | 'signed_by_key'
  | 'signed_by_passkey'
  | 'signed_by_contract'
  | 'contract_says_no'
  | 'signature_differs'
  | 'order_hash_differs'
  | 'burn_contract_matches'
  | 'burn_contract_differs'
  | 'burn_transaction_found'
  | 'burn_found'
  | 'burn_missing'
  | 'burn_unbooked'
  | 'nothing_restored'
  | 'restored_found'
  | 'restored_missing'
  | 'restored_too_much'
  | 'restored_more_since'

/** `open` is true so far, and may change; `unknown` could not be looked at; `left_out` has nothing to look at. */
export type Outcome = 'passed' | 'failed' | 'open' | 'unknown' | 'left_out'

/** How a step ended, with the raw facts that it rests on. */
export interface Finding {
  readonly step: ReceiptStep
  readonly outcome: Outcome
  readonly reason: FindingReason
  readonly facts: Readonly<Record<string, string>>
}

/** What all findings together come to. */
export type Verdict = 'verified' | 'not_final' | 'incomplete' | 'refuted'

/** One wrong step refutes a receipt; one that could not be looked at leaves it unproved. */
export function judgeFindings(findings: readonly Finding[]): Verdict {
  const has = (outcome: Outcome) => findings.some((finding) => finding.outcome === outcome)
  if (has('failed')) return 'refuted'
  if (has('unknown')) return 'incomplete'
  return has('open') ? 'not_final' : 'verified'
}
