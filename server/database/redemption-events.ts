import { assert } from '../domain/assert.ts'
import type { Reader, Transaction } from './client.ts'
import type { RedemptionEventModel } from './generated/models.ts'
import type { Narrow } from './row.ts'
import { insertRows } from './save-rows.ts'

/** One event of PointsRedemption. */
export type RedemptionEvent = Narrow<RedemptionEventModel, { kind: 'redeemed' | 'refused' | 'restored' }>

/** Remembers events of PointsRedemption. */
export async function insertRedemptionEvents(tx: Transaction, events: readonly RedemptionEvent[]): Promise<void> {
  const inserted = await insertRows(tx, 'redemption_event', events)
  assert(inserted.length === events.length, 'a redemption event was applied twice')
}

/** Forgets the events of blocks above a number, because the chain did. */
export async function deleteRedemptionEventsAbove(tx: Transaction, blockNumber: bigint): Promise<void> {
  await tx.redemptionEvent.deleteMany({ where: { blockNumber: { gt: blockNumber } } })
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
