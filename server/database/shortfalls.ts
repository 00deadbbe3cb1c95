import type { Reader } from './engine/client.ts'
import type { ShortfallModel } from './generated/models.ts'

/** One DebitShortfall event: points of a return that the account no longer had. */
export type Shortfall = Readonly<ShortfallModel>

declare module './engine/tables.ts' {
  interface Rows {
    shortfall: Shortfall
  }
}

/** What accounts still owe a partner: shortfalls in final blocks less what later accruals already gave. */
export async function listOutstandingShortfalls(
  reader: Reader,
  { partnerId, accounts, finalizedNumber }: { partnerId: number; accounts: readonly string[]; finalizedNumber: bigint },
): Promise<Map<string, bigint>> {
  const rows = await reader.$queryRaw<{ account: string; points: bigint }[]>`
    with asked as (select json_array_elements_text(${JSON.stringify(accounts)}::json) as account),
    owed as (
      select account, points from shortfall
      where partner_id = ${partnerId} and block_number <= ${finalizedNumber} and account in (select account from asked)
      union all
      select account, points from outbox_entry
      where partner_id = ${partnerId} and kind = 'shortfall_recovery' and account in (select account from asked)
    )
    select account, sum(points)::bigint as points from owed group by account having sum(points) > 0`
  return new Map(rows.map((row) => [row.account, row.points]))
}
