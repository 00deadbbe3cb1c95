import type { LiveOrder } from '../domain/order-turns.ts'
import { listEndedCalls, type EndedCall } from './ended-calls.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { RedemptionListModel } from './generated/models.ts'
import type { Redemption } from './redemptions.ts'
import { theRow, type Narrow } from './engine/row.ts'
import { lockRow } from './engine/lock-row.ts'
import { insertNewRows, saveRows } from './engine/save-rows.ts'
import { columnList } from './engine/tables.ts'

/** Captured orders of one partner that are burned together. */
export type RedemptionList = Narrow<RedemptionListModel, { state: 'formed' | 'sent' | 'done' | 'failed' }>

declare module './engine/tables.ts' {
  interface Rows {
    redemption_list: RedemptionList
  }
}

/** A captured order that no list holds and that is not on chain, with what decides whether it can be burned now. */
export interface WaitingOrder extends Redemption {
  /** Whether an order of the account with a higher nonce is burned: once that is final, this one is dead. */
  readonly isPassed: boolean
  /** When the chain last passed it over in a call of ours, and when a list with it last failed; null for never. */
  readonly passedOverAt: Date | null
}

/** With which the contract refuses whatever a partner signs, until the operator acts. */
export const PARTNER_REFUSALS: readonly string[] = ['PartnerNotActive', 'PartnerUnknown']

const IS_BURNED = (order: string) =>
  `exists (select from redemption_event e where e.account = ${order}.account and e.nonce = ${order}.nonce
           and e.partner_id = ${order}.partner_id and e.reward = ${order}.reward_hash and e.kind = 'redeemed')`

const IS_PASSED = (order: string) =>
  `exists (select from redemption_event e where e.account = ${order}.account and e.nonce >= ${order}.nonce and e.kind = 'redeemed')`

/**
 * Captured orders without a list that are neither burned nor refused: the oldest of each partner, so that none fills the look
 * with orders that cannot be burned.
 */
export async function listWaitingOrders(
  reader: Reader,
  { ofPartnerMax }: { ofPartnerMax: number },
): Promise<WaitingOrder[]> {
  return reader.$queryRawUnsafe<WaitingOrder[]>(
    `select ${columnList('redemption', 'r')}, ${IS_PASSED('r')} as "isPassed",
       (select max(e.included_at) from redemption_event e
        where e.account = r.account and e.nonce = r.nonce and e.kind = 'refused' and exists (
          select from attempt a join call c on c.id = a.call_id and c.kind = 'redemption' where a.hash = e.transaction_hash
        )) as "passedOverAt"
     from (
       select r.*, row_number() over (partition by r.partner_id order by r.seq) as place from redemption r
       where r.state = 'captured' and r.list_id is null and r.refused_reason is null and not ${IS_BURNED('r')}
     ) r
     where r.place <= $1::int order by r.seq`,
    ofPartnerMax,
  )
}

/**
 * All orders of these accounts that may still be burned, by what was applied. A hold that ended less than `graceMs` ago still counts as held: another
 * process may be letting it through to capture.
 */
export async function listLiveOrders(
  reader: Reader,
  { accounts, now, graceMs }: { accounts: readonly string[]; now: Date; graceMs: number },
): Promise<LiveOrder[]> {
  return reader.$queryRawUnsafe<LiveOrder[]>(
    `select r.id, r.account, r.nonce, r.state, r.captured_at as "capturedAt", r.asked_at as "askedAt", r.list_id as "listId",
       case when r.list_id is null then 'waiting' when l.state = 'formed' then 'unsigned'
         when c.state = 'open' and exists (
           select from call own where own.kind = c.kind and own.partner_id = c.partner_id and own.state = 'open'
             and own.reason = any($2::text[])
         ) then 'stuck' else 'sent' end as place
     from redemption r left join redemption_list l on l.id = r.list_id left join call c on c.id = l.call_id
     where r.account = any($1::text[]) and r.nonce is not null and (
       r.state = 'held' and r.consent_kind is not null and r.expires_at > $3::timestamptz
       or r.state = 'captured' and r.refused_reason is null
     ) and not ${IS_PASSED('r')}`,
    [...accounts],
    [...PARTNER_REFUSALS],
    new Date(now.getTime() - graceMs).toISOString(),
  )
}

/** Those of these orders whose own event is on chain, by what was applied. */
export async function listBurnedIds(reader: Reader, redemptionIds: readonly string[]): Promise<Set<string>> {
  const rows = await reader.$queryRawUnsafe<{ id: string }[]>(
    `select r.id from redemption r where r.id = any($1::uuid[]) and ${IS_BURNED('r')}`,
    [...redemptionIds],
  )
  return new Set(rows.map(({ id }) => id))
}

/** Stores a new list; its orders are given to it in the same transaction. */
export async function insertRedemptionList(
  tx: Transaction,
  list: Omit<RedemptionList, 'seq'>,
): Promise<RedemptionList> {
  return theRow(await insertNewRows(tx, 'redemption_list', [list], `the list ${list.id} is stored already`))
}

/** Stores a list that this transaction has locked. */
export async function saveRedemptionList(tx: Transaction, list: RedemptionList): Promise<void> {
  await saveRows(tx, 'redemption_list', [list])
}

/** Locks a list until the transaction ends; null while another transaction has it. */
export async function lockRedemptionList(tx: Transaction, id: string): Promise<RedemptionList | null> {
  return lockRow(tx, 'redemption_list', id)
}

/**
 * Lists that wait for their partner's signature, the oldest of each partner first: those of partners who have kept a list waiting
 * since before a moment, or those of all others.
 */
export async function listUnsignedLists(
  reader: Reader,
  { isLate, lateBefore, ofPartnerMax }: { isLate: boolean; lateBefore: Date; ofPartnerMax: number },
): Promise<RedemptionList[]> {
  return reader.$queryRawUnsafe<RedemptionList[]>(
    `select ${columnList('redemption_list', 'l')} from (
       select l.*, row_number() over (partition by partner_id order by seq) as place,
         min(created_at) over (partition by partner_id) < $1::timestamptz as is_late
       from redemption_list l where l.state = 'formed'
     ) l where l.is_late = $2::boolean and l.place <= $3::int order by l.seq`,
    lateBefore.toISOString(),
    isLate,
    ofPartnerMax,
  )
}

/** The orders of a list, in its order. */
export async function listOrdersOfList(reader: Reader, listId: string): Promise<Redemption[]> {
  return (await reader.redemption.findMany({ where: { listId }, orderBy: { seq: 'asc' } })) as Redemption[]
}

/** Sent lists whose call is final or has failed. */
export async function listListsToSettle(reader: Reader, rowsMax: number): Promise<EndedCall[]> {
  return listEndedCalls(reader, { table: 'redemption_list', state: 'sent', rowsMax })
}

/** The list that a call burns; null for any other call. */
export async function findListOfCall(reader: Reader, callId: string): Promise<RedemptionList | null> {
  return (await reader.redemptionList.findFirst({ where: { callId } })) as RedemptionList | null
}

/** How many orders of the list that a call burns were consented to with a wallet, which may be a contract; 0 for any other call. */
export async function countWalletOrders(reader: Reader, callId: string): Promise<number> {
  const list = await findListOfCall(reader, callId)
  if (list === null) return 0
  return reader.redemption.count({ where: { listId: list.id, consentKind: 'wallet' } })
}

/** When a partner's newest list failed, and for how long they have; null unless the newest settled one failed. */
export async function findListTrouble(
  reader: Reader,
  partnerId: number,
): Promise<{ since: Date; newest: Date } | null> {
  const rows = await reader.$queryRaw<{ since: Date | null; newest: Date | null }[]>`
    select min(created_at) as since, max(created_at) as newest from redemption_list
    where partner_id = ${partnerId} and state = 'failed' and seq > coalesce(
      (select max(seq) from redemption_list where partner_id = ${partnerId} and state = 'done'), 0)`
  const { since = null, newest = null } = rows[0] ?? {}
  return since === null || newest === null ? null : { since, newest }
}
