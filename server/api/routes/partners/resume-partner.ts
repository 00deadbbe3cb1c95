import { resumePartner } from '../../../actions/partners/resume-partner.ts'
import { presentPartnerStatus } from './present-partner.ts'
import { changesStatus } from './changes-status.ts'
import { route } from './deps.ts'

export const resumePartnerRoute = route({
  operation: 'resumePartner',
  method: 'post',
  path: '/v1/partners/{partnerId}/resume',
  summary: 'Resume a partner',
  description: 'What was parked goes on by itself.',
  ...changesStatus,
  handle: async ({ deps, params: { partnerId } }) => presentPartnerStatus(await resumePartner(deps, partnerId)),
})
