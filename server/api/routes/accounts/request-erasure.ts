import { requestErasure } from '../../../actions/accounts/request-erasure.ts'
import { ErasedResponse, RequestErasureBody } from '../../schemas/accounts/erasures.ts'
import { route } from './deps.ts'

export const requestErasureRoute = route({
  operation: 'requestErasure',
  method: 'post',
  path: '/v1/me/erasure',
  summary: 'Delete your account and all that leads to you',
  description:
    'At once from a session that your own key opened within the last 10 minutes. Of a card member it takes the PIN, waits until `readyAt`, and can be refused until then from any session and any till. What the books need stays without a name: amounts, points and times. Points run out on the ledger at their usual end.',
  caller: 'member',
  body: RequestErasureBody,
  repeatable: true,
  once: 'answer_kept',
  response: ErasedResponse,
  refuses: [
    'erasure_blocked',
    'erasure_pending',
    'erasure_points_differ',
    'session_not_fresh',
    'stronger_proof_needed',
    'account_closed',
    'pin_unset',
    'pin_wrong',
    'pin_locked',
  ],
  handle: async ({ deps, caller: { memberId, tokenHash }, body: { points, pin = null }, device }) => {
    const readyAt = await requestErasure(deps, { memberId, tokenHash, pin, device }, { points })
    return {
      state: readyAt === null ? ('erased' as const) : ('waiting' as const),
      readyAt: readyAt?.toISOString() ?? null,
    }
  },
})
