import { addPartner } from '../../../actions/partners/add-partner.ts'
import { presentIssuedApiKey, presentPartner } from './present-partner.ts'
import { route } from './deps.ts'
import { AddedPartnerResponse, AddPartnerBody } from '../../schemas/partners/partners.ts'

export const addPartnerRoute = route({
  operation: 'addPartner',
  method: 'post',
  path: '/v1/partners',
  summary: 'Add a partner',
  description:
    'Makes its issuer key, first earning rule, first redeem rate and first API key, and registers it on chain within seconds.',
  caller: 'operator',
  operatorScopes: ['operator:partners', 'operator:allowances', 'operator:terms', 'operator:keys'],
  body: AddPartnerBody,
  audit: {
    keeps: ['name', 'currency', 'country', 'returnPolicy', 'issuerAddress', 'earningRule', 'redeemRate', 'dailyLimit'],
    amount: ({ allowance }) => allowance,
    raises: ({ allowance }) => allowance,
  },
  fourEyes: { power: 'allowance' },
  repeatable: true,
  once: 'answer_shown_once',
  status: 201,
  response: AddedPartnerResponse,
  refuses: ['partner_exists', 'partner_numbers_used_up', 'allowance_out_of_range', 'amount_out_of_range'],
  handle: async ({ deps, body }) => {
    const { earningRule, redeemRate, issuerAddress = null, country = null, ...terms } = body
    const rule = { ...earningRule, validFrom: earningRule.validFrom ?? null }
    const rate = redeemRate === undefined ? null : { ...redeemRate, validFrom: redeemRate.validFrom ?? null }
    const { apiKey, ...added } = await addPartner(deps, {
      ...terms,
      country,
      externalIssuer: issuerAddress,
      rule,
      rate,
    })
    const onlyHere = { onChain: null, quarantine: null, departure: null, nextKey: null }
    const partner = presentPartner({ partner: added.partner, rules: [added.rule], rates: [added.rate], ...onlyHere })
    return { ...partner, apiKey: presentIssuedApiKey(apiKey) }
  },
})
