import type { Call } from './calls.ts'
import type { Reader, Transaction } from './client.ts'
import type { RestorationModel } from './generated/models.ts'
import type { Narrow } from './row.ts'
import { saveRows } from './save-rows.ts'
import { columnList } from './tables.ts'

/** Points of a burned redemption that the partner gives back. */
export type Restoration = Narrow<RestorationModel, { state: 'requested' | 'sent' | 'done' | 'failed' }>

/** Stores a restoration that this transaction has locked. */
export async function saveRestoration(tx: Transaction, restoration: Restoration): Promise<void> {
  await saveRows(tx, 'restoration', [restoration])
}

/** Locks a restoration until the transaction ends; null while another transaction has it. */
export async function lockRestoration(tx: Transaction, id: string): Promise<Restoration | null> {
  const rows = await tx.$queryRawUnsafe<Restoration[]>(
    `select ${columnList('restoration')} from restoration where id = $1::uuid for update skip locked`,
    id,
  )
  return rows[0] ?? null
}

/** A restoration that waits to be sent, and when its last call was made; null for none. */
export interface RestorationToSend extends Restoration {
  readonly triedAt: Date | null
}

/** Restorations whose order is burned and before which no other of the same order is still on its way, oldest first. */
export async function listRestorationsToSend(reader: Reader, rowsMax: number): Promise<RestorationToSend[]> {
  return reader.$queryRawUnsafe<RestorationToSend[]>(
    `select ${columnList('restoration', 'r')}, c.created_at as "triedAt" from restoration r
     join redemption o on o.id = r.redemption_id
     left join call c on c.id = r.call_id
     where r.state = 'requested'
       and exists (select from redemption_event e where e.account = o.account and e.nonce = o.nonce
                   and e.partner_id = o.partner_id and e.reward = o.reward_hash and e.kind = 'redeemed')
       and not exists (select from restoration before where before.redemption_id = r.redemption_id and before.seq < r.seq
                       and before.state in ('requested', 'sent'))
     order by r.seq limit $1`,
    rowsMax,
  )
}

/** The points of a redemption's restorations that are done. */
export async function sumDoneRestorations(reader: Reader, redemptionId: string): Promise<bigint> {
  const sum = await reader.restoration.aggregate({ where: { redemptionId, state: 'done' }, _sum: { points: true } })
  return sum._sum.points ?? 0n
}

/** A restoration that was sent, and how its call ended. */
export interface RestorationToSettle {
  id: string
  callState: Call['state']
  reason: string | null
}

/** Sent restorations whose call is final or has failed. */
export async function listRestorationsToSettle(reader: Reader, rowsMax: number): Promise<RestorationToSettle[]> {
  return reader.$queryRaw<RestorationToSettle[]>`
    select r.id, c.state as "callState", c.reason from restoration r join call c on c.id = r.call_id
    where r.state = 'sent' and c.state in ('final', 'failed') order by r.seq limit ${rowsMax}`
}

/** The restoration that a call makes; null for any other call. */
export async function findRestorationOfCall(reader: Reader, callId: string): Promise<Restoration | null> {
  return (await reader.restoration.findFirst({ where: { callId } })) as Restoration | null
}
