import { setSettlementCurrency } from '../../../actions/clearing/set-settlement-currency.ts'
import { numberOfMonth } from '../../schemas/clearing/months.ts'
import { SettlementCurrencyBody, SettlementCurrencyResponse } from '../../schemas/clearing/rates.ts'
import { route } from './deps.ts'
import { presentSettlementCurrency } from './present-rates.ts'

export const setSettlementCurrencyRoute = route({
  operation: 'setSettlementCurrency',
  method: 'post',
  path: '/v1/partners/{partnerId}/settlement-currency',
  summary: 'Set in which currency a partner settles',
  description:
    'From a month on that has not begun. Statements stay in the clearing currency, and say what is paid in this one, at the rate of the last day of the month. The same again changes nothing.',
  caller: 'operator',
  operatorScopes: ['operator:terms'],
  body: SettlementCurrencyBody,
  audit: { keeps: ['month', 'currency'] },
  fourEyes: { power: 'prices' },
  repeatable: true,
  once: 'answer_kept',
  status: 201,
  response: SettlementCurrencyResponse,
  refuses: ['partner_unknown', 'partner_left', 'currency_month_passed'],
  handle: async ({ deps, params: { partnerId }, body: { month, currency } }) =>
    presentSettlementCurrency(await setSettlementCurrency(deps, { partnerId, month: numberOfMonth(month), currency })),
})
