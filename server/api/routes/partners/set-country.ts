import { setCountry } from '../../../actions/partners/set-country.ts'
import { route } from './deps.ts'
import { CountryBody, CountryResponse } from '../../schemas/partners/countries.ts'

export const setCountryRoute = route({
  operation: 'setCountry',
  method: 'put',
  path: '/v1/partner/country',
  summary: 'Say in which country your shops are',
  description:
    'A phone number that your tills send without a country code is read as one of this country. Without it, such a number is `identifier_malformed` with `needsCountryCode`.',
  caller: 'partner',
  scope: 'rewards:write',
  body: CountryBody,
  audit: { keeps: ['country'] },
  status: 200,
  response: CountryResponse,
  handle: async ({ deps, caller: { partnerId }, body }) => {
    const { country } = await setCountry(deps, { partnerId, ...body })
    return { partnerId, country }
  },
})
