/** Every reason for which Entente refuses what it was asked. Stable: clients branch on it. */
export type RejectionCode =
  | 'malformed_request'
  | 'unsupported_media_type'
  | 'body_too_large'
  | 'unknown_route'
  | 'method_not_allowed'
  | 'request_timeout'
  | 'too_many_requests'
  | 'budget_used_up'
  | 'unauthenticated'
  | 'key_revoked'
  | 'key_expired'
  | 'scope_missing'
  | 'person_unknown'
  | 'person_exists'
  | 'people_too_many'
  | 'owner_needed'
  | 'partner_choice_needed'
  | 'partner_unknown'
  | 'partner_exists'
  | 'partner_suspended'
  | 'partner_left'
  | 'partner_leaving'
  | 'key_change_under_way'
  | 'key_change_unknown'
  | 'redeeming_paused'
  | 'operation_unknown'
  | 'member_unknown'
  | 'member_mismatch'
  | 'identifier_taken'
  | 'identifier_malformed'
  | 'identifier_unproven'
  | 'identifiers_too_many'
  | 'channel_unavailable'
  | 'contact_unknown'
  | 'contact_too_new'
  | 'code_wrong'
  | 'wallet_taken'
  | 'wallet_proof_invalid'
  | 'purchase_unknown'
  | 'purchase_conflict'
  | 'return_unknown'
  | 'return_conflict'
  | 'return_exceeds_purchase'
  | 'return_before_purchase'
  | 'batch_unknown'
  | 'till_unknown'
  | 'tills_too_many'
  | 'till_key_invalid'
  | 'webhook_unknown'
  | 'webhooks_too_many'
  | 'webhook_url_refused'
  | 'delivery_unknown'
  | 'slip_unknown'
  | 'slip_invalid'
  | 'slip_conflict'
  | 'slip_expired'
  | 'slip_collected'
  | 'slip_voided'
  | 'receipt_unknown'
  | 'receipt_pending'
  | 'currency_mismatch'
  | 'amount_out_of_range'
  | 'occurred_in_future'
  | 'occurred_too_long_ago'
  | 'no_earning_rule'
  | 'no_redeem_rate'
  | 'valid_from_in_past'
  | 'month_not_over'
  | 'month_not_final'
  | 'month_out_of_order'
  | 'month_figures_differ'
  | 'statement_unknown'
  | 'statement_unpayable'
  | 'position_not_closed'
  | 'position_differs'
  | 'position_settled'
  | 'position_disputed'
  | 'position_undisputed'
  | 'dispute_window_passed'
  | 'clearing_act_waits'
  | 'price_month_passed'
  | 'price_month_out_of_order'
  | 'idempotency_key_reused'
  | 'answer_not_kept'
  | 'key_unknown'
  | 'proposal_unknown'
  | 'proposal_closed'
  | 'proposals_too_many'
  | 'second_person_needed'
  | 'allowance_out_of_range'
  | 'redemption_unknown'
  | 'redemption_conflict'
  | 'reference_reserved'
  | 'hold_expired'
  | 'redemption_voided'
  | 'redemption_captured'
  | 'redemption_refused'
  | 'redemption_not_burned'
  | 'points_insufficient'
  | 'points_out_of_range'
  | 'points_reserved'
  | 'holds_too_many'
  | 'partner_holds_too_many'
  | 'nonces_used_up'
  | 'refusals_too_many'
  | 'member_frozen'
  | 'account_moving'
  | 'consent_missing'
  | 'consent_invalid'
  | 'consent_kind_unavailable'
  | 'approval_unknown'
  | 'pin_unset'
  | 'pin_set_already'
  | 'reset_code_needed'
  | 'reset_code_wrong'
  | 'pin_wrong'
  | 'pin_locked'
  | 'pin_tries_paused'
  | 'pin_cap_reached'
  | 'restoration_conflict'
  | 'restoration_exceeds_redemption'
  | 'restoration_out_of_time'
  | 'reward_unknown'
  | 'reward_unavailable'
  | 'reward_out_of_stock'
  | 'reward_limit_reached'
  | 'reward_basket_too_small'
  | 'reward_terms_invalid'
  | 'claim_unknown'
  | 'claim_not_usable'
  | 'claim_not_burned'
  | 'charity_unknown'
  | 'charity_exists'
  | 'picture_invalid'
  | 'picture_pixels_too_many'
  | 'pictures_too_many'
  | 'colours_unreadable'
  | 'signed_out'
  | 'sign_in_failed'
  | 'origin_refused'
  | 'passkey_invalid'
  | 'passkey_taken'
  | 'stronger_proof_needed'
  | 'account_signature_invalid'
  | 'account_used'
  | 'account_closed'
  | 'recovery_pending'
  | 'recovery_unknown'
  | 'move_unknown'
  | 'passkey_too_young'
  | 'passkey_unknown'
  | 'passkeys_too_many'
  | 'recovery_not_ready'
  | 'service_unavailable'

/** Details travel as JSON: strings, numbers and booleans only, and never personal data or secrets. */
export type RejectionDetails = Readonly<Record<string, string | number | boolean | readonly string[]>>

/** Not allowed, and trying again unchanged will not help. `details` names the offending values. */
export class Rejection extends Error {
  override readonly name = 'Rejection'
  readonly code: RejectionCode
  readonly details: RejectionDetails

  constructor(code: RejectionCode, details: RejectionDetails = {}) {
    super(code)
    this.code = code
    this.details = details
  }
}

/** What `run` gives, or the rejection that it throws; anything else that it throws stays thrown. */
export function orRejection<T>(run: () => Promise<T>): Promise<T | Rejection>
export function orRejection<T>(run: () => T): T | Rejection
export function orRejection<T>(run: () => T | Promise<T>): T | Rejection | Promise<T | Rejection> {
  try {
    const outcome = run()
    return outcome instanceof Promise ? outcome.catch(returnRejection) : outcome
  } catch (error) {
    return returnRejection(error)
  }
}

function returnRejection(error: unknown): Rejection {
  if (error instanceof Rejection) return error
  throw error
}

/** May work later: a database, an endpoint or a signer did not answer. The cause is kept. */
export class Transient extends Error {
  override readonly name = 'Transient'

  constructor(what: string, cause: unknown) {
    super(what, { cause })
  }
}
