import { quotePurchase } from '../../../actions/purchases/quote-purchase.ts'
import { presentEarning } from './present-purchase.ts'
import { route } from './deps.ts'
import { QuotePurchaseBody, QuoteResponse } from '../../schemas/purchases/purchases.ts'

export const quotePurchaseRoute = route({
  operation: 'quotePurchase',
  method: 'post',
  path: '/v1/purchases/quote',
  summary: 'Quote a purchase',
  description: 'What a purchase would earn, and why. Nothing is recorded.',
  caller: 'partner',
  scope: 'members:read',
  body: QuotePurchaseBody,
  reads: true,
  response: QuoteResponse,
  refuses: [
    'currency_mismatch',
    'amount_out_of_range',
    'occurred_in_future',
    'occurred_too_long_ago',
    'no_earning_rule',
  ],
  handle: async ({ deps, caller: { partnerId }, body }) => {
    const { eligibleMinor = null, locationId = null, occurredAt = null, ...facts } = body
    const quote = await quotePurchase(deps, { partnerId, ...facts, eligibleMinor, locationId, occurredAt })
    return { points: String(quote.points), earning: presentEarning(quote.rule, quote) }
  },
})
