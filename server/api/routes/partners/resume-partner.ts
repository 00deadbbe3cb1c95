import { resumePartner } from '../../../actions/partners/resume-partner.ts'
import { presentPartnerStatus } from './present-partner.ts'
import { route } from './deps.ts'
import { PartnerStatusResponse } from '../../schemas/partners/partners.ts'

export const resumePartnerRoute = route({
  operation: 'resumePartner',
  method: 'post',
  path: '/v1/partners/{partnerId}/resume',
  summary: 'Resume a partner',
  description: 'What was parked goes on by itself.',
  caller: 'operator',
  operatorScopes: ['operator:partners'],
  repeatable: true,
  once: 'answer_kept',
  response: PartnerStatusResponse,
  refuses: ['partner_unknown', 'partner_left'],
  handle: async ({ deps, params: { partnerId } }) => presentPartnerStatus(await resumePartner(deps, partnerId)),
})
