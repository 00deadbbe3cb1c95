import { REFUSALS_WINDOW_MS } from '../domain/redemption-order.ts'
import { refusalPauseEnd } from '../domain/redemption-points.ts'
import type { Reader } from './engine/client.ts'

/**
 * Until when members may hold and burn nothing, because the chain refused too many of their orders for the signature; who may has no
 * row. Only refusals in calls of ours count, because anybody can post a list with invalid signatures. They count for the
 * member, whichever account the member had then. The time of a refusal is that of its block.
 */
export async function listRefusalPauses(
  reader: Reader,
  memberIds: readonly string[],
  now: Date,
): Promise<Map<string, Date>> {
  if (memberIds.length === 0) return new Map()
  const since = new Date(now.getTime() - REFUSALS_WINDOW_MS)
  // An order that is over is refused for that, before its signature is looked at: so the deadline narrows the search.
  const rows = await reader.$queryRaw<{ memberId: string; refusedAt: Date }[]>`
    select r.member_id as "memberId", e.included_at as "refusedAt"
    from redemption r join redemption_event e on e.account = r.account and e.nonce = r.nonce and e.partner_id = r.partner_id
    where r.member_id = any(${[...memberIds]}::uuid[]) and r.deadline > ${since}
      and e.kind = 'refused' and e.reason = 'signature_invalid' and e.included_at > ${since}
      and exists (select from attempt a where a.hash = e.transaction_hash)
    order by e.included_at desc`
  const pauses = new Map<string, Date>()
  for (const [memberId, refusals] of Map.groupBy(rows, (row) => row.memberId)) {
    const end = refusalPauseEnd(refusals.map(({ refusedAt }) => refusedAt))
    if (end !== null) pauses.set(memberId, end)
  }
  return pauses
}
