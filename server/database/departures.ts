import type { Reader, Transaction } from './engine/client.ts'
import type { PartnerDepartureModel } from './generated/models.ts'
import type { Narrow } from './engine/row.ts'
import { queryRows } from './engine/query-rows.ts'
import { saveRows } from './engine/save-rows.ts'
import { columnList } from './engine/tables.ts'

/** That a partner is asked to leave the coalition. */
export type Departure = Narrow<PartnerDepartureModel, { state: 'leaving' | 'stayed' | 'left' }>

declare module './engine/tables.ts' {
  interface Rows {
    partner_departure: Departure
  }
}

/** What a partner that is leaving has open: all of it must be settled before the registry lets go of it. */
export interface OpenWork {
  /** Accepted entries that no final block holds yet. */
  readonly entries: bigint
  /** Holds that may still be captured. */
  readonly holds: bigint
  /** Captured orders that are neither burned in a final block nor refused. */
  readonly burns: bigint
  /** Points to be given back that are not final. */
  readonly restorations: bigint
}

/** A partner's newest departure, whatever became of it. */
export async function findDeparture(reader: Reader, partnerId: number): Promise<Departure | null> {
  return (await reader.partnerDeparture.findUnique({ where: { partnerId } })) as Departure | null
}

/** Those of these partners that are leaving, by their numbers. */
export async function listLeaving(reader: Reader, partnerIds: readonly number[]): Promise<Map<number, Departure>> {
  const sql = `select ${columnList('partner_departure')} from partner_departure where partner_id = any($1::int[]) and state = 'leaving'`
  const rows = await queryRows<Departure>(reader, sql, partnerIds)
  return new Map(rows.map((row) => [row.partnerId, row]))
}

/** All partners that are leaving, by number. */
export async function listAllLeaving(reader: Reader): Promise<Departure[]> {
  return (await reader.partnerDeparture.findMany({
    where: { state: 'leaving' },
    orderBy: { partnerId: 'asc' },
  })) as Departure[]
}

/** Stores a departure; the caller has locked its partner. */
export async function saveDeparture(tx: Transaction, departure: Departure): Promise<void> {
  await saveRows(tx, 'partner_departure', [departure])
}

/** Counts what a partner has open at a moment; what no final block holds yet is open, because a reorg may undo it. */
export async function countOpenWork(
  reader: Reader,
  { partnerId, now, finalizedNumber }: { partnerId: number; now: Date; finalizedNumber: bigint },
): Promise<OpenWork> {
  const rows = await reader.$queryRaw<OpenWork[]>`
    select
      (select count(*) from outbox_entry e left join batch b on b.id = e.batch_id
         left join posted_batch p on p.batch_hash = b.batch_hash and p.block_number <= ${finalizedNumber}
       where e.partner_id = ${partnerId} and p.batch_hash is null)::bigint as entries,
      (select count(*) from redemption r
       where r.partner_id = ${partnerId} and r.state = 'held' and r.expires_at > ${now.toISOString()}::timestamptz)::bigint as holds,
      (select count(*) from redemption r
       where r.partner_id = ${partnerId} and r.state = 'captured' and r.refused_reason is null and not exists (
         select from redemption_event e where e.account = r.account and e.nonce = r.nonce and e.partner_id = r.partner_id
           and e.reward = r.reward_hash and e.kind = 'redeemed' and e.block_number <= ${finalizedNumber}
       ))::bigint as burns,
      (select count(*) from restoration
       where partner_id = ${partnerId} and state in ('requested', 'sent'))::bigint as restorations`
  const [open] = rows
  return open ?? { entries: 0n, holds: 0n, burns: 0n, restorations: 0n }
}

/** Partners that have not left by what is known here, and have by what a final block of the registry says. */
export async function listGone(reader: Reader, finalizedNumber: bigint): Promise<number[]> {
  // IPartnerRegistry.Status: 3 is left, from which there is no way back.
  const rows = await reader.$queryRaw<{ partnerId: number }[]>`
    select distinct p.id as "partnerId" from partner p join partner_event e on e.partner_id = p.id
    where p.status <> 'left' and e.kind = 'status' and (e.data ->> 'status')::int = 3 and e.block_number <= ${finalizedNumber}
    order by p.id`
  return rows.map(({ partnerId }) => partnerId)
}
