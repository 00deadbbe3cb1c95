import type { IssuePrice, MonthOfIssuing, Pack, PackStanding } from '../domain/clearing/prepaid.ts'
import { returnedToPacks, standingOfPacks, usedSince } from '../domain/clearing/prepaid.ts'
import type { VatTreatment } from '../domain/clearing/statement.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { Narrow } from './engine/row.ts'
import { insertNewRows, saveRows } from './engine/save-rows.ts'
import type { PrepaidAlertModel, PrepaidPackModel, PrepaidReturnModel } from './generated/models.ts'
import { listSetPrices } from './price-plans.ts'

/** Points that a partner ordered in advance, as they are stored. */
export type StoredPack = Narrow<PrepaidPackModel, { vatTreatment: VatTreatment }> & Pack

/** At how many points left a partner is warned. */
export type PrepaidAlert = Readonly<PrepaidAlertModel>

declare module './engine/tables.ts' {
  interface Rows {
    prepaid_pack: StoredPack
    prepaid_alert: PrepaidAlert
    prepaid_return: Readonly<PrepaidReturnModel>
  }
}

/** How a partner stands with its packs, by what was applied, and what that was worked out from. */
export interface StoredStanding extends PackStanding<StoredPack> {
  readonly alert: PrepaidAlert | null
  /** Of the registry, oldest first. */
  readonly prices: readonly IssuePrice[]
}

/** Stores a pack for the first time; the caller has locked the partner. */
export async function insertPack(tx: Transaction, pack: StoredPack): Promise<void> {
  await insertNewRows(tx, 'prepaid_pack', [pack], 'packs of a locked partner are numbered one after another')
}

/** Stores a pack that is there, of a partner that is locked. */
export async function savePack(tx: Transaction, pack: StoredPack): Promise<void> {
  await saveRows(tx, 'prepaid_pack', [pack])
}

/** Stores the alert of a partner that is locked. */
export async function savePrepaidAlert(tx: Transaction, alert: PrepaidAlert): Promise<void> {
  await saveRows(tx, 'prepaid_alert', [alert])
}

/** Works out how a partner stands with its packs. */
export async function findPackStanding(reader: Reader, partnerId: number): Promise<StoredStanding> {
  const packs = (await reader.prepaidPack.findMany({
    where: { partnerId },
    orderBy: { number: 'asc' },
  })) as StoredPack[]
  const alert = await reader.prepaidAlert.findUnique({ where: { partnerId } })
  const prices = await listSetPrices(reader, partnerId)
  const since = usedSince(packs)
  const months = since === null ? [] : await listMonthsOfIssuing(reader, { partnerId, since })
  return { ...standingOfPacks({ packs, months, prices, alertPoints: alert?.points ?? null }), alert, prices }
}

/** What a partner's batches credited and took back since a moment, by month (UTC) of their block. */
async function listMonthsOfIssuing(
  reader: Reader,
  { partnerId, since, untilBlock = null }: { partnerId: number; since: Date; untilBlock?: bigint | null },
): Promise<MonthOfIssuing[]> {
  return reader.$queryRaw<MonthOfIssuing[]>`
    select (extract(year from at) * 12 + extract(month from at) - 1 - 1970 * 12)::int as month,
      sum(credited)::bigint as issued, sum(debited)::bigint as reversed
    from (
      select included_at at time zone 'UTC' as at, credited, debited from posted_batch
      where partner_id = ${partnerId} and included_at >= ${since.toISOString()}::timestamptz
        and (${untilBlock}::bigint is null or block_number <= ${untilBlock}::bigint)
    ) batch
    group by 1 order by 1`
}

/** Partners that may be due a warning: they have a level, a pack that was paid, and were not warned. */
export async function listUnwarned(reader: Reader): Promise<number[]> {
  const rows = await reader.$queryRaw<{ partnerId: number }[]>`
    select a.partner_id as "partnerId" from prepaid_alert a
    where a.points is not null and a.low_id is null and exists (
      select from prepaid_pack p where p.partner_id = a.partner_id and p.paid_at is not null
    ) order by 1`
  return rows.map(({ partnerId }) => partnerId)
}

/** Partners that have paid for a pack. */
export async function listPackPartners(reader: Reader): Promise<number[]> {
  const where = { paidAt: { not: null } }
  const rows = await reader.prepaidPack.findMany({ where, distinct: ['partnerId'], orderBy: { partnerId: 'asc' } })
  return rows.map(({ partnerId }) => partnerId)
}

/** Points that returns in final blocks took back into a partner's packs, and for how many of them the allowance was raised. */
export async function findPackReturns(
  reader: Reader,
  { partnerId, finalizedNumber }: { partnerId: number; finalizedNumber: bigint },
): Promise<{ readonly returned: bigint; readonly raised: bigint }> {
  const packs = (await reader.prepaidPack.findMany({ where: { partnerId } })) as StoredPack[]
  const since = usedSince(packs)
  const months =
    since === null ? [] : await listMonthsOfIssuing(reader, { partnerId, since, untilBlock: finalizedNumber })
  const returned = returnedToPacks(months, await listSetPrices(reader, partnerId))
  const before = await reader.prepaidReturn.findUnique({ where: { partnerId } })
  return { returned, raised: before?.points ?? 0n }
}

/** Stores for how many points in all the allowance of a partner that is locked was raised after returns. */
export async function saveRaisedReturns(tx: Transaction, row: Readonly<PrepaidReturnModel>): Promise<void> {
  await saveRows(tx, 'prepaid_return', [row])
}

/** How many partners have few points left in their packs, by the warnings that were given. */
export async function countLowPartners(reader: Reader): Promise<number> {
  return reader.prepaidAlert.count({ where: { lowId: { not: null } } })
}
