import { z } from 'zod'

import { changePartnerStatus } from '../../../actions/partners/change-partner-status.ts'
import { route } from '../../route.ts'
import { PartnerStatusResponse } from '../../schemas/partners/partners.ts'
import { PartnerNumberText } from '../../schemas/values.ts'

export const resumePartnerRoute = route({
  operation: 'resumePartner',
  method: 'post',
  path: '/v1/partners/{partnerId}/resume',
  summary: 'Resume a partner',
  description: 'What was parked goes on by itself.',
  caller: 'operator',
  params: z.strictObject({ partnerId: PartnerNumberText }),
  status: 200,
  response: PartnerStatusResponse,
  refuses: ['partner_unknown', 'partner_left'],
  handle: async ({ deps, params: { partnerId } }) => {
    const partner = await changePartnerStatus(deps, { partnerId, status: 'active' })
    return { partnerId, name: partner.name, status: partner.status }
  },
})
