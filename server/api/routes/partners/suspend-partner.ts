import { z } from 'zod'

import { changePartnerStatus } from '../../../actions/partners/change-partner-status.ts'
import { route } from '../../route.ts'
import { PartnerStatusResponse } from '../../schemas/partners/partners.ts'
import { PartnerNumberText } from '../../schemas/values.ts'

export const suspendPartnerRoute = route({
  operation: 'suspendPartner',
  method: 'post',
  path: '/v1/partners/{partnerId}/suspend',
  summary: 'Suspend a partner from issuing',
  description:
    'Its waiting entries are parked, and its new purchases refused, until it is resumed. Points already earned stay redeemable.',
  caller: 'operator',
  params: z.strictObject({ partnerId: PartnerNumberText }),
  status: 200,
  response: PartnerStatusResponse,
  refuses: ['partner_unknown', 'partner_left'],
  handle: async ({ deps, params: { partnerId } }) => {
    const partner = await changePartnerStatus(deps, { partnerId, status: 'suspended' })
    return { partnerId, name: partner.name, status: partner.status }
  },
})
