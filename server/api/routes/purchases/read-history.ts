import { readHistory } from '../../../actions/purchases/read-history.ts'
import { presentBrand, presentPicture } from '../../present-brand.ts'
import { MalformedRequest } from '../../problems.ts'
import { route } from './deps.ts'
import { HistoryQuery, HistoryResponse } from '../../schemas/purchases/history.ts'

/** `<milliseconds>_<id>` of the last item of a page. */
function readCursor(cursor: string | undefined): { at: Date; id: string } | null {
  if (cursor === undefined) return null
  const [, ms, id] = /^(\d{1,15})_(.+)$/.exec(cursor) ?? []
  if (ms === undefined || id === undefined || Number(ms) > 8_640_000_000_000_000)
    throw new MalformedRequest([{ pointer: 'query/cursor', detail: 'must be the nextCursor of a page' }])
  return { at: new Date(Number(ms)), id }
}

export const readHistoryRoute = route({
  operation: 'readHistory',
  method: 'get',
  path: '/v1/me/history',
  summary: 'Read what happened to your points, and why',
  description: 'At all partners, newest first. `cursor` is the `nextCursor` of the page before.',
  caller: 'member',
  query: HistoryQuery,
  status: 200,
  response: HistoryResponse,
  refuses: [],
  handle: async ({ deps, caller: { memberId }, query: { cursor, limit } }) => {
    const { items, next } = await readHistory(deps, { memberId, before: readCursor(cursor), itemsMax: limit })
    return {
      items: items.map(({ points, at, why, partner, reward, ...item }) => ({
        ...item,
        partnerName: partner?.name ?? null,
        brand: partner && presentBrand(partner),
        picture: reward && presentPicture(reward.pictureId, reward.pictureSmallId),
        points: String(points),
        at: at.toISOString(),
        why: why && {
          amountMinor: String(why.amountMinor),
          currency: why.currency,
          eligibleMinor: String(why.eligibleMinor),
          rulePoints: String(why.rulePoints),
          rulePerMinor: String(why.rulePerMinor),
        },
      })),
      nextCursor: next === null ? null : `${next.at.getTime()}_${next.id}`,
    }
  },
})
