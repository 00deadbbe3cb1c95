import type { CharityLine } from '../domain/clearing/charity-statement.ts'
import { queryRows } from './engine/query-rows.ts'
import type { Reader } from './engine/client.ts'

/** An order that gave points to a charity, or was given points back. */
export interface Donation extends Omit<CharityLine, 'line'> {
  readonly charityId: string
  readonly charityName: string
}

/** The orders of the chain for rewards of the kind donation: what the chain burned is what the server knows of the order. */
const DONATIONS_SQL = `
  with given as (
    select r.account, r.nonce, r.order_hash, r.reward_hash, r.points, w.charity_id, c.name
    from reward w join charity c on c.id = w.charity_id join redemption r on r.reward_id = w.id
    where w.kind = 'donation' and r.order_hash is not null
  ), booked as (
    select e.partner_id, g.charity_id, g.name, 'donated' as kind, e.points, e.block_number, e.log_index, e.transaction_hash, g.order_hash
    from given g join redemption_event e on e.account = g.account and e.nonce = g.nonce
    where e.kind = 'redeemed' and e.reward = g.reward_hash and e.points = g.points
      and e.included_at >= $1::timestamptz and e.included_at < $2::timestamptz and e.block_number <= $3::bigint
    union all
    select e.partner_id, g.charity_id, g.name, 'restored', e.points, e.block_number, e.log_index, e.transaction_hash, g.order_hash
    from given g join redemption_event e on e.order_hash = g.order_hash
    where e.kind = 'restored'
      and e.included_at >= $1::timestamptz and e.included_at < $2::timestamptz and e.block_number <= $3::bigint
  )
  select partner_id as "partnerId", charity_id as "charityId", name as "charityName", kind, points, block_number as "blockNumber",
    transaction_hash as "transactionHash", order_hash as "orderHash"
  from booked order by block_number, log_index`

/** What members gave to charities in a period, by the events of blocks up to a final one, in the order of the chain. */
export async function listDonations(
  reader: Reader,
  { from, until }: { from: Date; until: Date },
  finalizedNumber: bigint,
): Promise<Donation[]> {
  return queryRows<Donation>(reader, DONATIONS_SQL, from, until, finalizedNumber)
}
