/** The checks, in the order of the report. */
export const CHECKS = {
  reading: 'The endpoint tells one chain, whole',
  batches: 'Every batch was signed by its partner, numbered without gaps, and became what it says',
  balances: 'Balances and supply follow from the log',
  receipts: 'Receipts add up to the batches',
  log: 'The archive has one log, signed and witnessed, with every batch',
  rules: 'Points follow from the published rules',
  consents: 'Members and partners signed what was redeemed, restored and moved',
  figures: 'Months, prices and nets are right, and operators kept their limits',
  publicFigures: "The operator's public figures agree with the chain",
  code: 'The deployed code is the published source',
} as const

export type CheckName = keyof typeof CHECKS

/** How bad a finding is: points or money are wrong; a promise was broken; something is not as declared. */
export type Severity = 'critical' | 'major' | 'minor'

const finding = (check: CheckName, severity: Severity, means: string) => ({ check, severity, means }) as const

/** Everything that the audit can find. A code is never given another meaning: reports are kept for years. */
export const FINDINGS = {
  blocks_not_linked: finding('reading', 'critical', 'a block does not name the block before it as its parent'),
  block_hash_wrong: finding('reading', 'critical', "a block's hash is not the hash of its header"),
  log_of_another_block: finding(
    'reading',
    'critical',
    'a log or transaction names another block than the one it is told for',
  ),
  transaction_altered: finding(
    'reading',
    'critical',
    "a transaction's fields do not give the hash that it is told under",
  ),
  logs_left_out: finding(
    'reading',
    'critical',
    "a block's bloom filter says that there are logs which the endpoint does not tell",
  ),
  logs_out_of_order: finding('reading', 'major', 'logs are told twice or out of order'),
  end_block_changed: finding('reading', 'major', 'the end block has another hash than when the audit began'),
  endpoints_disagree: finding('reading', 'critical', 'two endpoints answer the same question differently'),

  batch_signature_invalid: finding(
    'batches',
    'critical',
    "a batch was not signed by the partner's issuer key of that time",
  ),
  batch_partner_unknown: finding('batches', 'critical', 'a batch is of a partner that was never registered'),
  batch_partner_inactive: finding('batches', 'major', 'a batch was posted while its partner was suspended or had left'),
  batch_number_gap: finding('batches', 'critical', "a batch does not begin with its partner's next entry number"),
  batch_hash_wrong: finding('batches', 'critical', 'the calldata does not have the batch hash that the event names'),
  batch_late: finding('batches', 'major', 'a batch was posted after its deadline'),
  batch_malformed: finding('batches', 'critical', 'a batch has records that are cut off, no entries, or no root'),
  batch_credits_differ: finding(
    'batches',
    'critical',
    'the points that were credited are not those of the signed records',
  ),
  batch_debits_differ: finding(
    'batches',
    'critical',
    'the points that were taken back are not those of the signed records',
  ),
  batch_sums_differ: finding('batches', 'critical', 'the sums of the event are not those of the credits and debits'),
  batch_not_by_module: finding(
    'batches',
    'critical',
    "a batch was posted by a contract that was not the ledger's issuance module",
  ),

  mint_unexplained: finding('balances', 'critical', 'points appeared without a batch or a restoration'),
  burn_unexplained: finding('balances', 'critical', 'points disappeared without expiry, return or redemption'),
  transfer_unexplained: finding('balances', 'critical', 'points went from one account to another without a move'),
  balance_below_zero: finding('balances', 'critical', 'an account lost points that it did not have'),
  expiry_differs: finding('balances', 'critical', 'the log has another expiry than the lots give'),
  shortfall_false: finding('balances', 'major', 'a shortfall was logged though the account still had points'),
  account_reused: finding(
    'balances',
    'critical',
    'an account moved to an address that was used, closed or reserved for another',
  ),
  storage_differs: finding('balances', 'critical', "an account's storage word is not what the log gives"),
  view_differs: finding('balances', 'critical', 'a balance view does not answer what the log gives'),
  supply_differs: finding('balances', 'critical', 'the supply is not what the log gives'),
  moved_while_paused: finding('balances', 'critical', 'points were issued or redeemed while that was paused'),

  receipts_missing: finding('receipts', 'major', 'the archive has no file for a batch'),
  receipts_unreadable: finding('receipts', 'major', 'a file of the archive is not in the format'),
  receipts_hash_wrong: finding(
    'receipts',
    'critical',
    'a file of the archive has another hash or length than the index says',
  ),
  receipts_root_wrong: finding('receipts', 'critical', "the receipts do not give the batch's root"),
  receipts_numbering_wrong: finding('receipts', 'critical', 'receipts are missing, twice, or of another batch'),
  receipts_sums_differ: finding(
    'receipts',
    'critical',
    "a member's receipts do not add up to the credits and debits of the batch",
  ),
  receipts_extra: finding(
    'receipts',
    'minor',
    'the index of the archive has a batch that is not on chain, or has it twice',
  ),
  receipts_index_order: finding('receipts', 'minor', 'the index of the archive is not in the order of the chain'),
  commitment_reused: finding('receipts', 'critical', 'an order commitment of a partner is in two entries'),
  recovery_unfounded: finding('receipts', 'critical', 'what a member owed was taken from no earlier accrual of theirs'),
  reversal_unfounded: finding(
    'receipts',
    'critical',
    'a reversal refers to an entry that is no earlier accrual of the same account',
  ),
  reversal_exceeds: finding('receipts', 'critical', 'reversals took more points than their accrual gave'),

  archives_differ: finding('log', 'critical', 'two archives have different entries or files'),
  log_head_missing: finding('log', 'major', 'an archive has no signed head of its log, or none that can be read'),
  log_signature_invalid: finding('log', 'critical', "the head of a log was not signed by the log's key"),
  log_cosignature_missing: finding('log', 'major', 'a witness has not cosigned the head of a log'),
  log_cosignature_invalid: finding('log', 'critical', 'what stands as the cosignature of a witness is not by its key'),
  log_root_differs: finding('log', 'critical', 'the index of an archive does not give the root of its signed head'),
  log_tile_differs: finding('log', 'critical', 'a tile of a log has other hashes than the index gives, or is missing'),
  log_forked: finding('log', 'critical', 'neither of two heads of a log has grown out of the other'),
  log_shrunk: finding('log', 'critical', 'a log has fewer entries than an earlier audit saw'),
  log_entry_unfounded: finding('log', 'critical', 'a signed log has an entry of a batch that is not on chain'),
  log_batch_uncovered: finding('log', 'major', 'the head of a log leaves out a batch that was published long before'),
  anchor_differs: finding('log', 'critical', 'the root of the log that is on chain is not that of an archive'),
  anchor_untold: finding('log', 'critical', 'the contract keeps another anchor of the log than the events say'),
  anchor_size_wrong: finding(
    'log',
    'major',
    'an anchor is over fewer batches than its month has, or over more than there were',
  ),
  anchor_missing: finding('log', 'minor', 'a month was closed a day ago, and its batches are under no anchor'),

  rule_document_wrong: finding(
    'rules',
    'major',
    'a rule document is missing, malformed, or not the one that its hash names',
  ),
  rule_points_wrong: finding('rules', 'critical', 'the rules, and the amount where it is disclosed, give other points'),
  explanation_sum_wrong: finding('rules', 'critical', "an explanation's points do not add up to its entry's"),

  member_signature_invalid: finding('consents', 'critical', 'points were spent without the signature of their member'),
  partner_signature_invalid: finding(
    'consents',
    'critical',
    'a list or restoration was not signed by the partner of that time',
  ),
  redemption_log_differs: finding(
    'consents',
    'critical',
    'the points that left or came back to accounts are not those of the redemptions and restorations',
  ),
  redemption_call_differs: finding('consents', 'critical', 'the calldata has other orders than the events'),
  redemption_not_by_module: finding(
    'consents',
    'critical',
    "points were redeemed by a contract that was not the ledger's redemption module",
  ),
  redemption_partner_gone: finding(
    'consents',
    'major',
    'points were redeemed or restored at a partner that is unknown or had left',
  ),
  order_expired: finding('consents', 'major', 'an order was spent after its deadline'),
  nonce_reused: finding('consents', 'critical', "an order's nonce is not above its member's last one"),
  spent_while_frozen: finding('consents', 'critical', 'points of a frozen account were spent'),
  refusal_unfounded: finding('consents', 'major', 'an order was refused for a reason that did not hold'),
  restoration_unfounded: finding(
    'consents',
    'critical',
    'points were restored for an order that was not spent, or more than it spent, or to another member',
  ),
  restoration_late: finding('consents', 'major', 'points were restored more than 31 days after their redemption'),
  move_signature_invalid: finding('consents', 'critical', 'an account moved without the signatures of both keys'),
  move_not_by_module: finding(
    'consents',
    'critical',
    "an account moved, and no call of the ledger's accounts module says why",
  ),
  freeze_signature_invalid: finding('consents', 'major', "a member's freeze was changed without its signature"),
  recovery_signature_invalid: finding(
    'consents',
    'critical',
    'a recovery was announced or refused without the signature that it needs',
  ),
  recovery_early: finding(
    'consents',
    'critical',
    'a recovery was completed before its wait was over, or was never announced',
  ),

  allowance_differs: finding('figures', 'critical', "a partner's allowance is not what raises, cuts and batches give"),
  allowance_exceeded: finding('figures', 'critical', 'a batch issued more than the allowance that was left'),
  daily_limit_exceeded: finding('figures', 'major', 'a partner issued more than its daily limit lets through'),
  next_entry_differs: finding('figures', 'critical', "the registry's next entry number is not what the batches give"),
  status_differs: finding('figures', 'critical', "the registry's status of a partner is not what its events give"),
  key_differs: finding('figures', 'critical', "a partner's key in the registry is not the one that events named last"),
  month_counter_differs: finding('figures', 'critical', "a month's counter is not what the events give"),
  price_differs: finding('figures', 'critical', 'a price in the registry is not the one that was announced'),
  price_retroactive: finding('figures', 'critical', 'a price was set for a month that had begun'),
  position_differs: finding(
    'figures',
    'critical',
    "a closed position is not what the month's counters and prices give",
  ),
  position_closed_twice: finding('figures', 'critical', 'a position or month was closed twice or out of order'),
  position_missing: finding(
    'figures',
    'major',
    'a month was closed without the position of a partner that has figures',
  ),
  month_closed_early: finding('figures', 'major', 'a month was closed before it and its grace period were over'),
  pool_differs: finding('figures', 'critical', "a closed month's pool or count is not what its positions give"),
  clearing_signature_invalid: finding(
    'figures',
    'major',
    "a partner's mark, dispute or withdrawal was not signed by its key",
  ),
  settlement_unfounded: finding('figures', 'major', 'a position was settled without the same mark of both sides'),
  role_delay_short: finding('figures', 'major', 'a role was granted with a shorter delay than declared'),
  role_undeclared: finding('figures', 'major', 'a function was given to another role than declared'),
  delay_not_kept: finding(
    'figures',
    'critical',
    'a delayed power was used without an announcement that was long enough before',
  ),
  rules_changed_at_once: finding(
    'figures',
    'critical',
    'roles or rules were changed after the deployment without an announcement that was long enough before',
  ),
  authority_replaced: finding('figures', 'critical', 'a contract was put under another access manager'),
  module_reused: finding(
    'figures',
    'critical',
    'a contract became a module again, or its redemption history does not lead to the one before it',
  ),
  recovery_delay_short: finding('figures', 'major', 'the wait of recoveries is shorter than declared'),
  epoch_differs: finding('figures', 'critical', 'epochs are not counted as the source says'),

  public_figure_differs: finding('publicFigures', 'major', 'the public API says something else than the chain'),
  public_api_unusable: finding('publicFigures', 'minor', 'the public API does not answer, or not in its format'),

  code_missing: finding('code', 'critical', 'there is no code at the address of a contract'),
  code_differs: finding('code', 'critical', 'the deployed code is not what the published source compiles to'),
  immutable_unexplained: finding(
    'code',
    'critical',
    'a value that the constructor wrote into the code is not the expected one',
  ),
  source_differs: finding(
    'code',
    'major',
    'a source file of this checkout is not the one that the record of the compiler names',
  ),
} as const satisfies Readonly<Record<string, { check: CheckName; severity: Severity; means: string }>>

export type FindingCode = keyof typeof FINDINGS
