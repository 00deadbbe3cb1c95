import * as generated from '../generated/internal/prismaNamespace.ts'
import type { JournalPositionModel, KeyStoreModel } from '../generated/models.ts'

/**
 * The row of every table. Each table's module adds its own (`declare module './engine/tables.ts'`), so that the engine
 * knows no table by its type; `TABLES` does not compile while one is missing on either side.
 */
export interface Rows {
  journal_position: JournalPositionModel
  key_store: KeyStoreModel
}

export type TableName = keyof Rows
export type Row<T extends TableName> = Rows[T]
/** A row that is not stored yet: the database numbers it where the table counts its rows. */
export type NewRow<T extends TableName> = Omit<Rows[T], 'seq'> & Partial<Rows[T]>

interface Table<T extends TableName> {
  /** Columns as they are named in code; in SQL they are the same words in snake_case. */
  readonly columns: readonly string[]
  readonly key: readonly (keyof Row<T> & string)[]
  /** Whether its rows go to the intake journal (see prisma/schema.prisma). */
  readonly journaled: boolean
}

/** What `saveRows`, the journal and its replay must know of a table. A test compares it with the database. */
export const TABLES: { readonly [T in TableName]: Table<T> } = {
  partner: table('Partner', ['id'], true),
  partner_departure: table('PartnerDeparture', ['partnerId'], true),
  partner_next_key: table('PartnerNextKey', ['partnerId'], true),
  power_pause: table('PowerPause', ['power'], true),
  api_key: table('ApiKey', ['id'], true),
  audit_entry: table('AuditEntry', ['number'], true),
  proposal: table('Proposal', ['id'], true),
  earning_rule: table('EarningRule', ['id'], true),
  programme_rule: table('ProgrammeRule', ['id'], true),
  redeem_rate: table('RedeemRate', ['id'], true),
  price_plan: table('PricePlan', ['id'], true),
  settlement_currency: table('SettlementCurrency', ['id'], true),
  exchange_rate: table('ExchangeRate', ['date', 'base', 'quote'], true),
  statement_wait: table('StatementWait', ['partnerId', 'month'], true),
  clearing_statement: table('ClearingStatement', ['partnerId', 'month'], true),
  clearing_act: table('ClearingAct', ['id'], true),
  statement_payment: table('StatementPayment', ['partnerId', 'month'], true),
  charity_statement: table('CharityStatement', ['charityId', 'month'], true),
  charity_payment: table('CharityPayment', ['charityId', 'month'], true),
  prepaid_pack: table('PrepaidPack', ['partnerId', 'number'], true),
  prepaid_alert: table('PrepaidAlert', ['partnerId'], true),
  prepaid_return: table('PrepaidReturn', ['partnerId'], true),
  member: table('Member', ['id'], true),
  member_identifier: table('MemberIdentifier', ['kind', 'valueHash', 'partnerId'], true),
  member_relation: table('MemberRelation', ['memberId', 'partnerId'], true),
  consent: table('Consent', ['id'], true),
  erasure: table('Erasure', ['memberId'], true),
  one_time_code: table('OneTimeCode', ['memberId', 'purpose'], false),
  message: table('Message', ['id'], true),
  wallet_challenge: table('WalletChallenge', ['nonce'], false),
  budget_use: table('BudgetUse', ['budget', 'subject', 'day'], false),
  purchase: table('Purchase', ['id'], true),
  purchase_return: table('PurchaseReturn', ['id'], true),
  return_allocation: table('ReturnAllocation', ['returnId', 'purchaseId'], true),
  idempotency_key: table('IdempotencyKey', ['partnerId', 'key'], true),
  outbox_entry: table('OutboxEntry', ['id'], true),
  batch: table('Batch', ['id'], true),
  unexplained_batch: table('UnexplainedBatch', ['id'], true),
  archive_file: table('ArchiveFile', ['logIndex'], true),
  archive_rule: table('ArchiveRule', ['hash'], true),
  archive_subtree: table('ArchiveSubtree', ['level', 'index'], true),
  archive_checkpoint: table('ArchiveCheckpoint', ['size'], true),
  archive_cosignature: table('ArchiveCosignature', ['size', 'witness'], true),
  lane: table('Lane', ['address'], true),
  call: table('Call', ['id'], true),
  attempt: table('Attempt', ['hash'], true),
  block: table('Block', ['number'], false),
  chain_cursor: table('ChainCursor', ['chainId'], false),
  posted_batch: table('PostedBatch', ['partnerId', 'firstEntry'], false),
  movement: table('Movement', ['blockNumber', 'logIndex', 'epoch', 'account'], false),
  shortfall: table('Shortfall', ['blockNumber', 'logIndex'], false),
  partner_event: table('PartnerEvent', ['blockNumber', 'logIndex'], false),
  member_pin: table('MemberPin', ['memberId'], true),
  pin_place: table('PinPlace', ['memberId', 'place'], true),
  try_count: table('TryCount', ['name'], false),
  passkey: table('Passkey', ['id'], true),
  member_session: table('MemberSession', ['tokenHash'], false),
  approval_policy: table('ApprovalPolicy', ['partnerId'], true),
  approval_request: table('ApprovalRequest', ['id'], true),
  person: table('Person', ['id'], true),
  person_passkey: table('PersonPasskey', ['id'], true),
  person_code: table('PersonCode', ['emailHash'], false),
  person_session: table('PersonSession', ['tokenHash'], false),
  redemption: table('Redemption', ['id'], true),
  redemption_list: table('RedemptionList', ['id'], true),
  restoration: table('Restoration', ['id'], true),
  account_act: table('AccountAct', ['id'], true),
  move_request: table('MoveRequest', ['id'], true),
  picture: table('Picture', ['id'], true),
  sweep: table('Sweep', ['callId'], true),
  till: table('Till', ['id'], true),
  slip: table('Slip', ['id'], true),
  charity: table('Charity', ['id'], true),
  reward: table('Reward', ['id'], true),
  reward_code: table('RewardCode', ['rewardId', 'code'], true),
  reward_claim: table('RewardClaim', ['id'], true),
  feed_event: table('FeedEvent', ['partnerId', 'number'], true),
  feed_counter: table('FeedCounter', ['partnerId'], false),
  webhook: table('Webhook', ['id'], true),
  webhook_cursor: table('WebhookCursor', ['webhookId'], true),
  webhook_lease: table('WebhookLease', ['webhookId'], false),
  webhook_delivery: table('WebhookDelivery', ['id'], true),
  redemption_event: table('RedemptionEvent', ['blockNumber', 'logIndex'], false),
  account_event: table('AccountEvent', ['blockNumber', 'logIndex'], false),
  power_event: table('PowerEvent', ['blockNumber', 'logIndex'], false),
  clearing_event: table('ClearingEvent', ['blockNumber', 'logIndex'], false),
  log_anchor: table('LogAnchor', ['blockNumber', 'logIndex'], false),
  journal_position: table('JournalPosition', ['id'], false),
  key_store: table('KeyStore', ['id'], false),
}

/** The names of all tables, in the order of the schema. */
export const TABLE_NAMES = Object.keys(TABLES) as readonly TableName[]

function table<K extends string>(model: keyof typeof generated.ModelName, key: readonly K[], journaled: boolean) {
  const columns = Object.keys(generated[`${model}ScalarFieldEnum`])
  return { columns, key, journaled }
}

/** The columns that rows to be stored have: all of the table, without the number that the database gives where they have none yet. */
export function columnsOf(name: TableName, rows: readonly object[]): readonly string[] {
  const { columns } = TABLES[name]
  const [first] = rows
  return first !== undefined && 'seq' in first ? columns : columns.filter((column) => column !== 'seq')
}

/** The columns of a table by their SQL names. */
export function columnNames(name: TableName): string[] {
  return TABLES[name].columns.map(sqlName)
}

/** `perMinor` is `per_minor` in SQL. */
export function sqlName(column: string): string {
  let name = sqlNames.get(column)
  if (name === undefined) {
    name = column.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    sqlNames.set(column, name)
  }
  return name
}

/** Columns are few, and asked for with every row. */
const sqlNames = new Map<string, string>()

/** All columns of a table for a `select` or `returning`, named as in code: `purchase."per_minor" as "perMinor", ...`. */
export function columnList(name: TableName, alias: string = name): string {
  return TABLES[name].columns.map((column) => `"${alias}"."${sqlName(column)}" as "${column}"`).join(', ')
}
