import { importRates } from '../../../actions/clearing/import-rates.ts'
import { ImportedRatesResponse, RatesBody } from '../../schemas/clearing/rates.ts'
import { route } from './deps.ts'
import { presentRate } from './present-rates.ts'

export const importRatesRoute = route({
  operation: 'importRates',
  method: 'post',
  path: '/v1/rates',
  summary: 'Import exchange rates',
  description:
    'All of them or none. Each says what one unit of the clearing currency was worth on a day, and is signed by one of `CLEARING_RATE_SIGNERS`. The same figure again changes nothing; another one of the same day is refused.',
  caller: 'operator',
  operatorScopes: ['operator:clearing'],
  body: RatesBody,
  audit: { keeps: ['rates'] },
  repeatable: true,
  once: 'answer_kept',
  response: ImportedRatesResponse,
  refuses: [
    'rate_currency_wrong',
    'rate_date_future',
    'rate_out_of_range',
    'rate_signer_unknown',
    'rate_signature_wrong',
    'rate_differs',
  ],
  handle: async ({ deps, body }) => {
    const { rates, ...counts } = await importRates(deps, body)
    return { ...counts, rates: rates.map(presentRate) }
  },
})
