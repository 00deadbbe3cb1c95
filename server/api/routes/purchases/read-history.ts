import { readHistory } from '../../../actions/purchases/read-history.ts'
import { presentBrand, presentPicture } from '../../present-brand.ts'
import { route } from './deps.ts'
import { HISTORY, HistoryQuery, HistoryResponse } from '../../schemas/purchases/history.ts'

export const readHistoryRoute = route({
  operation: 'readHistory',
  method: 'get',
  path: '/v1/me/history',
  summary: 'Read what happened to your points, and why',
  description:
    'At all partners, newest first, by when it happened: for a purchase or a return, what the shop says. `cursor` is the `nextCursor` of the page before, of the same `kind` and `partnerId`.',
  caller: 'member',
  query: HistoryQuery,
  response: HistoryResponse,
  handle: async ({ deps, caller: { memberId }, query: { cursor = null, limit, kind = null, partnerId = null } }) =>
    HISTORY.present(
      await readHistory(deps, { memberId, before: cursor, filter: { kind, partnerId }, rowsMax: limit }),
      ({ points, at, why, partner, reward, ...item }) => ({
        ...item,
        partnerId: partner?.id ?? null,
        partnerName: partner?.name ?? null,
        timeZone: partner?.timeZone ?? null,
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
