import { setTimeZone } from '../../../actions/partners/set-time-zone.ts'
import { TimeZoneBody, TimeZoneResponse } from '../../schemas/partners/time-zones.ts'
import { route } from './deps.ts'

export const setTimeZoneRoute = route({
  operation: 'setTimeZone',
  method: 'put',
  path: '/v1/partner/time-zone',
  summary: 'Say in which time zone your shops are',
  description:
    'Members see what they bought under the day that your printed receipts show. Without it, they see the day of their own device.',
  caller: 'partner',
  scope: 'rewards:write',
  body: TimeZoneBody,
  audit: { keeps: ['timeZone'] },
  status: 200,
  response: TimeZoneResponse,
  handle: async ({ deps, caller: { partnerId }, body }) => {
    const { timeZone } = await setTimeZone(deps, { partnerId, ...body })
    return { partnerId, timeZone }
  },
})
