import type { Reader } from './engine/client.ts'
import type { RedemptionEventModel } from './generated/models.ts'
import type { Narrow } from './engine/row.ts'

/** One event of PointsRedemption. */
export type RedemptionEvent = Narrow<RedemptionEventModel, { kind: 'redeemed' | 'refused' | 'restored' }>

declare module './engine/tables.ts' {
  interface Rows {
    redemption_event: RedemptionEvent
  }
}

/** What was redeemed at a partner, and what came back of it. */
export interface RedeemedTotals {
  redeemed: bigint
  restored: bigint
}

/** The points of these partners' redemptions and restorations from one moment until before another; none has no row. */
export async function sumRedemptionEvents(
  reader: Reader,
  partnerIds: readonly number[],
  { from, until }: { from: Date; until: Date },
): Promise<Map<number, RedeemedTotals>> {
  const rows = await reader.$queryRaw<(RedeemedTotals & { partnerId: number })[]>`
    select partner_id as "partnerId",
      coalesce(sum(points) filter (where kind = 'redeemed'), 0)::bigint as redeemed,
      coalesce(sum(points) filter (where kind = 'restored'), 0)::bigint as restored
    from redemption_event
    where partner_id in (select value::int from json_array_elements_text(${JSON.stringify(partnerIds)}::json))
      and included_at >= ${from} and included_at < ${until}
    group by partner_id`
  return new Map(rows.map(({ partnerId, redeemed, restored }) => [partnerId, { redeemed, restored }]))
}

/** How many orders of a partner were burned since a moment. */
export async function countBurned(
  reader: Reader,
  { partnerId, since }: { partnerId: number; since: Date },
): Promise<number> {
  return reader.redemptionEvent.count({ where: { partnerId, kind: 'redeemed', includedAt: { gte: since } } })
}

/** An order that was spent or passed over on a day, with its struct hash if this server has it. */
export interface OrderOfDay {
  blockNumber: bigint
  logIndex: number
  kind: 'redeemed' | 'refused'
  account: string
  nonce: number
  transactionHash: string
  /** Null for one that was passed over, and for one of which this server never knew. */
  orderHash: string | null
}

/** What a partner's lists did from one moment until before another, in the order of the chain. */
export async function listOrdersOfDay(
  reader: Reader,
  { partnerId, from, until }: { partnerId: number; from: Date; until: Date },
): Promise<OrderOfDay[]> {
  return reader.$queryRaw<OrderOfDay[]>`
    select e.block_number as "blockNumber", e.log_index as "logIndex", e.kind, e.account, e.nonce, e.transaction_hash as "transactionHash",
      case when e.kind = 'redeemed' then r.order_hash end as "orderHash"
    from redemption_event e
    left join redemption r on r.account = e.account and r.nonce = e.nonce and r.partner_id = e.partner_id and r.reward_hash = e.reward
    where e.partner_id = ${partnerId} and e.included_at >= ${from} and e.included_at < ${until}
      and e.kind in ('redeemed', 'refused')
    order by e.block_number, e.log_index`
}

/** The event that burned an order; null while it is not on chain. */
export async function findBurn(
  reader: Reader,
  order: { partnerId: number; account: string; nonce: number; rewardHash: string },
): Promise<RedemptionEvent | null> {
  const { partnerId, account, nonce, rewardHash: reward } = order
  return (await reader.redemptionEvent.findFirst({
    where: { kind: 'redeemed', partnerId, account, nonce, reward },
  })) as RedemptionEvent | null
}

/** How many points of an order came back, in blocks up to a number. */
export async function sumRestored(reader: Reader, orderHash: string, blockNumberMax: bigint): Promise<bigint> {
  const sum = await reader.redemptionEvent.aggregate({
    where: { kind: 'restored', orderHash, blockNumber: { lte: blockNumberMax } },
    _sum: { points: true },
  })
  return sum._sum.points ?? 0n
}

/** One event about an order, and its block. */
export interface LoggedOfOrder {
  readonly kind: 'redeemed' | 'restored'
  readonly points: bigint
  readonly blockNumber: bigint
  /** Null where the block is so old that it is not kept any more. */
  readonly blockHash: string | null
  readonly logIndex: number
  readonly transactionHash: string
  readonly includedAt: Date
}

/** The event that burned an order and those that gave points of it back, in the order of the chain. */
export async function listLoggedOfOrder(
  reader: Reader,
  order: { partnerId: number; member: string; nonce: number; points: bigint; reward: string; orderHash: string },
): Promise<LoggedOfOrder[]> {
  return reader.$queryRaw<LoggedOfOrder[]>`
    select e.kind, e.points, e.block_number as "blockNumber", b.hash as "blockHash", e.log_index as "logIndex",
      e.transaction_hash as "transactionHash", e.included_at as "includedAt"
    from redemption_event e left join block b on b.number = e.block_number
    where (e.order_hash = ${order.orderHash} and e.kind = 'restored')
      or (e.account = ${order.member} and e.nonce = ${order.nonce} and e.kind = 'redeemed' and e.partner_id = ${order.partnerId}
        and e.points = ${order.points} and e.reward = ${order.reward})
    order by e.block_number, e.log_index`
}
