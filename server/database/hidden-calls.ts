import type { Reader } from './engine/client.ts'

/**
 * A call of a list, a restoration, an act, a mark or an anchor that a canonical block includes, and of which no event is known: each of them
 * logs something, so it was kept from us. Blocks above one number and up to another; null when all is known.
 */
export async function findCallWithoutEvent(
  reader: Reader,
  { above, until }: { above: bigint; until: bigint },
): Promise<{ name: string; blockNumber: bigint } | null> {
  const rows = await reader.$queryRaw<{ name: string; blockNumber: bigint }[]>`
    select c.name, c.block_number as "blockNumber" from call c left join block b on b.number = c.block_number
    where (c.kind in ('redemption', 'account', 'clearing') or c.name in ('mark_payment', 'resolve_dispute', 'anchor_log')) and c.state in ('included', 'final') and c.reason is null
      and c.block_number > ${above} and c.block_number <= ${until} and coalesce(b.hash, c.block_hash) = c.block_hash
      and not exists (
        select from attempt a join redemption_event e on e.transaction_hash = a.hash
        where a.call_id = c.id and e.block_number = c.block_number
      )
      and not exists (
        select from attempt a join account_event e on e.transaction_hash = a.hash
        where a.call_id = c.id and e.block_number = c.block_number
      )
      and not exists (
        select from attempt a join clearing_event e on e.transaction_hash = a.hash
        where a.call_id = c.id and e.block_number = c.block_number
      )
      and not exists (
        select from attempt a join log_anchor e on e.transaction_hash = a.hash
        where a.call_id = c.id and e.block_number = c.block_number
      )
    order by c.block_number limit 1`
  return rows[0] ?? null
}
