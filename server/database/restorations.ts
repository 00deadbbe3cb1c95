import { listEndedCalls, type EndedCall } from './ended-calls.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { RestorationModel } from './generated/models.ts'
import { keysOf } from './engine/keys-of.ts'
import { nameIn } from './engine/seal-rows.ts'
import type { Erasable, Narrow } from './engine/row.ts'
import { lockRow } from './engine/lock-row.ts'
import { insertRows, saveRows } from './engine/save-rows.ts'
import { columnList } from './engine/tables.ts'
import type { NewRow } from './engine/tables.ts'

/** Points of a burned redemption that the partner gives back. */
export type Restoration = Erasable<
  Narrow<RestorationModel, { state: 'requested' | 'sent' | 'done' | 'failed' }>,
  'reference',
  'referenceKey'
>

declare module './engine/tables.ts' {
  interface Rows {
    restoration: Restoration
  }
}

/** Stores a new restoration; null when another one has its reference. The caller has locked the redemption. */
export async function insertRestoration(tx: Transaction, row: NewRow<'restoration'>): Promise<Restoration | null> {
  return (await insertRows(tx, 'restoration', [row]))[0] ?? null
}

/** Stores restorations that this transaction has locked. */
export async function saveRestorations(tx: Transaction, restorations: readonly Restoration[]): Promise<void> {
  await saveRows(tx, 'restoration', restorations)
}

/** Locks a restoration until the transaction ends; null while another transaction has it. */
export async function lockRestoration(tx: Transaction, id: string): Promise<Restoration | null> {
  return lockRow(tx, 'restoration', id)
}

/** A restoration that waits to be sent, and when its last call was made; null for none. */
export interface RestorationToSend extends Restoration {
  readonly triedAt: Date | null
}

/**
 * Restorations whose order is burned and before which no other of the same order is still on its way, oldest first. One stands for all parts
 * of its order that wait as it does. It waits until it was asked for before a moment: another part may follow.
 */
export async function listRestorationsToSend(
  reader: Reader,
  { askedBefore, rowsMax }: { askedBefore: Date; rowsMax: number },
): Promise<RestorationToSend[]> {
  return reader.$queryRawUnsafe<RestorationToSend[]>(
    `select ${columnList('restoration', 'r')}, c.created_at as "triedAt" from restoration r
     join redemption o on o.id = r.redemption_id
     left join call c on c.id = r.call_id
     where r.state = 'requested' and r.recorded_at <= $1
       and exists (select from redemption_event e where e.account = o.account and e.nonce = o.nonce
                   and e.partner_id = o.partner_id and e.reward = o.reward_hash and e.kind = 'redeemed')
       and not exists (select from restoration before where before.redemption_id = r.redemption_id and before.seq < r.seq
                       and before.state in ('requested', 'sent'))
     order by r.seq limit $2`,
    askedBefore,
    rowsMax,
  )
}

/** All parts of an order that wait to be given back as this one does: never sent, or sent with the same call. */
export async function listRestorationParts(
  reader: Reader,
  { redemptionId, callId }: Pick<Restoration, 'redemptionId' | 'callId'>,
): Promise<Restoration[]> {
  const where = { redemptionId, callId, state: 'requested' }
  return (await reader.restoration.findMany({ where, orderBy: { seq: 'asc' } })) as Restoration[]
}

/** Locks restorations until the transaction ends; fewer where another transaction has one, or one is gone. */
export async function lockRestorations(tx: Transaction, ids: readonly string[]): Promise<Restoration[]> {
  return tx.$queryRawUnsafe<Restoration[]>(
    `select ${columnList('restoration')} from restoration where id = any($1::uuid[]) order by seq for update skip locked`,
    [...ids],
  )
}

/** The points of a redemption's restorations that are done. */
export async function sumDoneRestorations(reader: Reader, redemptionId: string): Promise<bigint> {
  const sum = await reader.restoration.aggregate({ where: { redemptionId, state: 'done' }, _sum: { points: true } })
  return sum._sum.points ?? 0n
}

/** Sent restorations whose call is final or has failed. */
export async function listRestorationsToSettle(reader: Reader, rowsMax: number): Promise<EndedCall[]> {
  return listEndedCalls(reader, { table: 'restoration', state: 'sent', rowsMax })
}

/** The restorations that a call makes; none for any other call. */
export async function listRestorationsOfCall(reader: Reader, callId: string): Promise<Restoration[]> {
  return (await reader.restoration.findMany({ where: { callId }, orderBy: { seq: 'asc' } })) as Restoration[]
}

/** A restoration, and the transaction of its event once that is in an applied block. */
export interface RestorationView extends Restoration {
  readonly transactionHash: string | null
}

const VIEWS = `
  select ${columnList('restoration', 'r')}, (
    select e.transaction_hash from attempt a
    join redemption d on d.id = r.redemption_id
    join redemption_event e on e.transaction_hash = a.hash and e.order_hash = d.order_hash and e.kind = 'restored'
    where a.call_id = r.call_id limit 1
  ) as "transactionHash"
  from restoration r`

/** A partner's restoration by the till's own reference. */
export async function findRestorationByReference(
  reader: Reader,
  { partnerId, reference }: { partnerId: number; reference: string },
): Promise<Restoration | null> {
  const referenceKey = nameIn(keysOf(reader), 'restoration', { column: 'reference', partnerId, text: reference })
  const where = { partnerId_referenceKey: { partnerId, referenceKey } }
  return (await reader.restoration.findUnique({ where })) as Restoration | null
}

/** A partner's restoration by its id. */
export async function findRestorationView(
  reader: Reader,
  { partnerId, id }: { partnerId: number; id: string },
): Promise<RestorationView | null> {
  const rows = await reader.$queryRawUnsafe<RestorationView[]>(
    `${VIEWS} where r.id = $1::uuid and r.partner_id = $2`,
    id,
    partnerId,
  )
  return rows[0] ?? null
}

/** Points of a redemption that are given back or will be; failed ones do not count. */
export async function sumRestoredPoints(reader: Reader, redemptionId: string): Promise<bigint> {
  const sum = await reader.restoration.aggregate({
    where: { redemptionId, state: { not: 'failed' } },
    _sum: { points: true },
  })
  return sum._sum.points ?? 0n
}
