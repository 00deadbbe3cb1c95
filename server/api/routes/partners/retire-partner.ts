import { retirePartner } from '../../../actions/partners/retire-partner.ts'
import { presentDeparture, presentPartnerStatus } from './present-partner.ts'
import { route } from './deps.ts'
import { RetireBody } from '../../schemas/partners/departures.ts'
import { LeavingPartnerResponse } from '../../schemas/partners/partners.ts'

export const retirePartnerRoute = route({
  operation: 'retirePartner',
  method: 'post',
  path: '/v1/partners/{partnerId}/retire',
  summary: 'Ask a partner to leave',
  description:
    'From now on it records no purchases and holds no points. What was accepted goes on, and until `returnsUntil` it takes returns and gives points ' +
    'back. Its allowance is taken away once all its credits are final. `departure.stage` says when the administrator can retire it in ' +
    'the registry; when that is final its API keys end. Points that members have stay theirs. Asking again changes nothing.',
  caller: 'operator',
  operatorScopes: ['operator:partners'],
  repeatable: true,
  once: 'answer_kept',
  body: RetireBody,
  status: 202,
  response: LeavingPartnerResponse,
  refuses: ['partner_unknown', 'partner_suspended'],
  handle: async ({ deps, params: { partnerId }, body: { returnsDays } }) => {
    const { partner, departure } = await retirePartner(deps, { partnerId, returnsDays })
    return { ...presentPartnerStatus(partner), departure: departure && presentDeparture(departure) }
  },
})
