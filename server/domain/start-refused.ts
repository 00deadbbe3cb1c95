/** Why a start, or a command that needs the server's parts, was refused. Stable: the command line prints it with `--json`. */
export type StartRefusedCode =
  | 'admin_call_invalid'
  | 'admin_call_refused'
  | 'administrator_is_operator'
  | 'archive_differs'
  | 'archive_incomplete'
  | 'archive_unreadable'
  | 'archive_wrong'
  | 'audit_log_unreadable'
  | 'bank_file_refused'
  | 'chain_binary_missing'
  | 'chain_did_not_start'
  | 'chain_still_running'
  | 'chain_state_corrupt'
  | 'chain_lost'
  | 'chain_contradicts_itself'
  | 'chain_past_changed'
  | 'chain_unreachable'
  | 'chain_id_wrong'
  | 'chain_without_contracts'
  | 'chain_funds_missing'
  | 'clearing_currency_unknown'
  | 'clearing_input_invalid'
  | 'coalition_colour_unreadable'
  | 'coalition_logo_unusable'
  | 'confirmation_missing'
  | 'contracts_of_another_deployment'
  | 'data_folder_in_use'
  | 'data_folder_missing'
  | 'data_folder_corrupt'
  | 'data_folder_not_ours'
  | 'database_date_style'
  | 'database_older_than_chain'
  | 'database_unreachable'
  | 'explorer_url_invalid'
  | 'key_service_unusable'
  | 'invoice_refused'
  | 'keystore_missing'
  | 'keystore_corrupt'
  | 'output_file_missing'
  | 'output_exists'
  | 'pages_not_built'
  | 'passphrase_beside_keystores'
  | 'passphrase_wrong'
  | 'payment_file_refused'
  | 'port_in_use'
  | 'second_person_needed'
  | 'server_not_running'
  | 'server_unreachable'
  | 'sources_changed'
  | 'witness_forgot'
  | 'witness_unreadable'

/** Something outside the program stands in the way. The message is one sentence that says what to do about it. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused'
  readonly code: StartRefusedCode

  constructor(code: StartRefusedCode, sentence: string, cause?: unknown) {
    super(sentence, cause === undefined ? undefined : { cause })
    this.code = code
  }
}
