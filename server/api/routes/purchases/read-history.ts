import { readHistory } from '../../../actions/purchases/read-history.ts'
import { presentBrand, presentPicture } from '../../present-brand.ts'
import { route } from './deps.ts'
import { HISTORY, HistoryQuery, HistoryResponse } from '../../schemas/purchases/history.ts'

export const readHistoryRoute = route({
  operation: 'readHistory',
  method: 'get',
  path: '/v1/me/history',
  summary: 'Read what happened to your points, and why',
  description: 'At all partners, newest first. `cursor` is the `nextCursor` of the page before.',
  caller: 'member',
  query: HistoryQuery,
  response: HistoryResponse,
  handle: async ({ deps, caller: { memberId }, query: { cursor = null, limit } }) =>
    HISTORY.present(
      await readHistory(deps, { memberId, before: cursor, rowsMax: limit }),
      ({ points, at, why, partner, reward, ...item }) => ({
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
      }),
    ),
})
