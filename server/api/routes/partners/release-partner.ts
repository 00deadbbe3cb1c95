import { releasePartner } from '../../../actions/partners/release-partner.ts'
import { presentQuarantine } from './present-partner.ts'
import { route } from './deps.ts'
import { ReleasedPartnerResponse } from '../../schemas/partners/partners.ts'
import { ReleaseBody } from '../../schemas/partners/quarantine.ts'

export const releasePartnerRoute = route({
  operation: 'releasePartner',
  method: 'post',
  path: '/v1/partners/{partnerId}/release',
  summary: 'Let a partner out of quarantine',
  description:
    'A partner is in quarantine when the ledger holds a batch of it that this server never formed: its purchases are accepted and ' +
    'wait. Once the batches up to `throughEntry` are released and final, what waits is numbered behind them and posted. Batches that ' +
    'were posted later keep the partner in quarantine. Releasing again changes nothing.',
  caller: 'operator',
  operatorScopes: ['operator:partners'],
  repeatable: true,
  once: 'answer_kept',
  body: ReleaseBody,
  audit: { keeps: ['throughEntry', 'reason'] },
  response: ReleasedPartnerResponse,
  refuses: ['partner_unknown'],
  handle: async ({ deps, params: { partnerId }, body }) => {
    const { partner, quarantine } = await releasePartner(deps, { partnerId, ...body })
    const { name, status } = partner
    return { partnerId, name, status, quarantine: presentQuarantine(quarantine) }
  },
})
