import type { Reader } from './engine/client.ts'

/** Points that a partner of another cell gave, took or gave back, or one of ours by itself: nothing here explains them. */
export interface DirectPosting {
  /** The block and the place in it. */
  readonly id: string
  readonly kind: 'accrual' | 'accrual_reversal' | 'redemption' | 'redemption_reversal'
  readonly partnerId: number
  /** With their sign. */
  readonly points: bigint
  readonly blockNumber: bigint
  readonly transactionHash: string
}

/** Of accounts, given as the JSON text in a placeholder. A transfer belongs to the next batch of its transaction. */
export function directPostingsSql(accounts: string): string {
  const own = `(select json_array_elements_text(${accounts}::json))`
  return `
    select m.block_number || '.' || m.log_index as id, m.kind, p.partner_id, sum(m.points)::bigint as points,
      p.included_at as at, p.block_number, p.transaction_hash
    from movement m
    join posted_batch p on p.block_number = m.block_number and p.transaction_hash = m.transaction_hash and p.log_index > m.log_index
    where m.kind in ('accrual', 'accrual_reversal') and m.account in ${own}
      and not exists (select from batch b where b.batch_hash = p.batch_hash) and not exists (
      select from posted_batch q where q.block_number = p.block_number and q.transaction_hash = p.transaction_hash
        and q.log_index < p.log_index and q.log_index > m.log_index
    )
    group by m.block_number, m.log_index, m.kind, p.partner_id, p.included_at, p.block_number, p.transaction_hash
    union all
    select e.block_number || '.' || e.log_index, case e.kind when 'redeemed' then 'redemption' else 'redemption_reversal' end,
      e.partner_id, case e.kind when 'redeemed' then -e.points else e.points end, e.included_at, e.block_number, e.transaction_hash
    from redemption_event e
    where e.account in ${own} and (
      e.kind = 'redeemed' and not exists (
        select from redemption r where r.account = e.account and r.nonce = e.nonce and r.partner_id = e.partner_id
          and r.points = e.points and r.reward_hash = e.reward)
      or e.kind = 'restored' and not exists (select from redemption r where r.order_hash = e.order_hash)
    )`
}

/** Those of these ids. */
export async function listDirectPostings(
  reader: Reader,
  { accounts, ids }: { accounts: readonly string[]; ids: readonly string[] },
): Promise<DirectPosting[]> {
  if (ids.length === 0) return []
  return reader.$queryRawUnsafe<DirectPosting[]>(
    `select id, kind, partner_id as "partnerId", points, block_number as "blockNumber", transaction_hash as "transactionHash"
     from (${directPostingsSql('$1')}) posting where id = any($2::text[])`,
    JSON.stringify(accounts),
    [...ids],
  )
}
