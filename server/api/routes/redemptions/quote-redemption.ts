import { quoteRedemption } from '../../../actions/redemptions/quote-redemption.ts'
import { presentQuote } from './present-redemption.ts'
import { route } from './deps.ts'
import { QuoteRedemptionBody, RedemptionQuoteResponse } from '../../schemas/redemptions/redemptions.ts'

export const quoteRedemptionRoute = route({
  operation: 'quoteRedemption',
  method: 'post',
  path: '/v1/redemptions/quote',
  summary: 'Quote a redemption',
  description:
    'What points, or a reward, would take off the basket or give, and whether a hold would be taken now; `reason` is the code with which it would be refused. Where the member did not show their card, what they have is not told, and only 12 quotes an hour are answered. Nothing is recorded.',
  caller: 'partner',
  scope: 'redemptions:write',
  body: QuoteRedemptionBody,
  reads: true,
  response: RedemptionQuoteResponse,
  refuses: [
    'partner_unknown',
    'member_unknown',
    'identifier_unproven',
    'identifier_malformed',
    'reward_unknown',
    'currency_mismatch',
    'no_redeem_rate',
  ],
  handle: async ({ deps, caller: { partnerId }, body }) => {
    const { member, points = null, rewardId = null, currency = null, basketMinor = null } = body
    return presentQuote(await quoteRedemption(deps, { partnerId, member, points, rewardId, currency, basketMinor }))
  },
})
