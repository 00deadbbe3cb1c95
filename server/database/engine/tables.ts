import type { ApiKey } from '../api-keys.ts'
import type { Batch } from '../batches.ts'
import type { Block } from '../blocks.ts'
import type { Attempt, Call } from '../calls.ts'
import type { ChainCursor } from '../chain-cursor.ts'
import type { StoredEarningRule } from '../earning-rules.ts'
import * as generated from '../generated/internal/prismaNamespace.ts'
import type { JournalPositionModel } from '../generated/models.ts'
import type { IdempotencyKey } from '../idempotency-keys.ts'
import type { Lane } from '../lanes.ts'
import type { Member, MemberIdentifier } from '../members.ts'
import type { Movement } from '../movements.ts'
import type { OutboxEntry } from '../outbox.ts'
import type { PartnerEvent } from '../partner-events.ts'
import type { Partner } from '../partners.ts'
import type { PostedBatch } from '../posted-batches.ts'
import type { Purchase } from '../purchases.ts'
import type { PurchaseReturn, ReturnAllocation } from '../returns.ts'
import type { Shortfall } from '../shortfalls.ts'
import type { WalletChallenge } from '../wallet-challenges.ts'
import type { MemberPin } from '../member-pins.ts'
import type { Passkey } from '../passkeys.ts'
import type { MemberSession } from '../member-sessions.ts'
import type { Redemption } from '../redemptions.ts'
import type { RedemptionList } from '../redemption-lists.ts'
import type { Restoration } from '../restorations.ts'
import type { AccountAct } from '../account-acts.ts'
import type { Charity } from '../charities.ts'
import type { Reward } from '../rewards.ts'
import type { RewardCode } from '../reward-codes.ts'
import type { RewardClaim } from '../reward-claims.ts'
import type { RedemptionEvent } from '../redemption-events.ts'
import type { AccountEvent } from '../account-events.ts'
import type { Sweep } from '../sweeps.ts'

/** The row of every table. */
export interface Rows {
  partner: Partner
  api_key: ApiKey
  earning_rule: StoredEarningRule
  member: Member
  member_identifier: MemberIdentifier
  wallet_challenge: WalletChallenge
  purchase: Purchase
  purchase_return: PurchaseReturn
  return_allocation: ReturnAllocation
  idempotency_key: IdempotencyKey
  outbox_entry: OutboxEntry
  batch: Batch
  lane: Lane
  call: Call
  attempt: Attempt
  block: Block
  chain_cursor: ChainCursor
  posted_batch: PostedBatch
  movement: Movement
  shortfall: Shortfall
  partner_event: PartnerEvent
  member_pin: MemberPin
  passkey: Passkey
  member_session: MemberSession
  redemption: Redemption
  redemption_list: RedemptionList
  restoration: Restoration
  account_act: AccountAct
  sweep: Sweep
  charity: Charity
  reward: Reward
  reward_code: RewardCode
  reward_claim: RewardClaim
  redemption_event: RedemptionEvent
  account_event: AccountEvent
  journal_position: JournalPositionModel
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
  api_key: table('ApiKey', ['id'], true),
  earning_rule: table('EarningRule', ['id'], true),
  member: table('Member', ['id'], true),
  member_identifier: table('MemberIdentifier', ['kind', 'valueHash'], true),
  wallet_challenge: table('WalletChallenge', ['nonce'], false),
  purchase: table('Purchase', ['id'], true),
  purchase_return: table('PurchaseReturn', ['id'], true),
  return_allocation: table('ReturnAllocation', ['returnId', 'purchaseId'], true),
  idempotency_key: table('IdempotencyKey', ['partnerId', 'key'], true),
  outbox_entry: table('OutboxEntry', ['id'], true),
  batch: table('Batch', ['id'], true),
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
  passkey: table('Passkey', ['id'], true),
  member_session: table('MemberSession', ['tokenHash'], false),
  redemption: table('Redemption', ['id'], true),
  redemption_list: table('RedemptionList', ['id'], true),
  restoration: table('Restoration', ['id'], true),
  account_act: table('AccountAct', ['id'], true),
  sweep: table('Sweep', ['callId'], true),
  charity: table('Charity', ['id'], true),
  reward: table('Reward', ['id'], true),
  reward_code: table('RewardCode', ['rewardId', 'code'], true),
  reward_claim: table('RewardClaim', ['id'], true),
  redemption_event: table('RedemptionEvent', ['blockNumber', 'logIndex'], false),
  account_event: table('AccountEvent', ['blockNumber', 'logIndex'], false),
  journal_position: table('JournalPosition', ['id'], false),
}

/** The names of all tables, in the order of the schema. */
export const TABLE_NAMES = Object.keys(TABLES) as readonly TableName[]

function table<K extends string>(model: keyof typeof generated.ModelName, key: readonly K[], journaled: boolean) {
  const columns = Object.keys(generated[`${model}ScalarFieldEnum`])
  return { columns, key, journaled }
}

/** `perMinor` is `per_minor` in SQL. */
export function sqlName(column: string): string {
  return column.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** All columns of a table for a `select` or `returning`, named as in code: `purchase."per_minor" as "perMinor", ...`. */
export function columnList(name: TableName, alias: string = name): string {
  return TABLES[name].columns.map((column) => `"${alias}"."${sqlName(column)}" as "${column}"`).join(', ')
}
