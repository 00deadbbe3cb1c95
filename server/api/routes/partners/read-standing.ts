import { readStanding } from '../../../actions/partners/read-standing.ts'
import { StandingResponse } from '../../schemas/partners/partners.ts'
import { route } from './deps.ts'

export const readStandingRoute = route({
  operation: 'readStanding',
  method: 'get',
  path: '/v1/partner/standing',
  summary: 'Read what you may still issue, and what is on the way',
  description:
    'The allowance as the registry has it now, and the work that no final block holds yet. For pages that people look at, not for tills.',
  caller: 'partner',
  scope: 'ledger:read',
  response: StandingResponse,
  handle: async ({ deps, caller: { partnerId } }) => {
    const { onChain, allowanceGiven, open } = await readStanding(deps, partnerId)
    const { entries, holds, burns, restorations } = open
    return {
      onChain: onChain && {
        status: onChain.status,
        allowance: String(onChain.allowance),
        dailyLimit: String(onChain.dailyLimit),
        issuableNow: String(onChain.issuableNow),
      },
      allowanceGiven: String(allowanceGiven),
      open: {
        entries: String(entries),
        holds: String(holds),
        burns: String(burns),
        restorations: String(restorations),
      },
    }
  },
})
