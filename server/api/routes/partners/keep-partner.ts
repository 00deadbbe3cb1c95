import { keepPartner } from '../../../actions/partners/keep-partner.ts'
import { presentPartnerStatus } from './present-partner.ts'
import { route } from './deps.ts'
import { PartnerStatusResponse } from '../../schemas/partners/partners.ts'

export const keepPartnerRoute = route({
  operation: 'keepPartner',
  method: 'post',
  path: '/v1/partners/{partnerId}/keep',
  summary: 'Keep a partner that was asked to leave',
  description:
    'Until the registry has let go of it. What was taken of its allowance has to be raised again. Asking again changes nothing.',
  caller: 'operator',
  operatorScopes: ['operator:partners'],
  repeatable: true,
  once: 'answer_kept',
  response: PartnerStatusResponse,
  refuses: ['partner_unknown', 'partner_left'],
  handle: async ({ deps, params: { partnerId } }) => presentPartnerStatus(await keepPartner(deps, partnerId)),
})
