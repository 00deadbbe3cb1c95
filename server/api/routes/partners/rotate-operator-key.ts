import { rotateOperatorKey } from '../../../actions/partners/rotate-operator-key.ts'
import { presentIssuedApiKey } from './present-partner.ts'
import { route } from './deps.ts'
import { IssuedApiKeyResponse, RotateOperatorKeyBody } from '../../schemas/partners/partners.ts'

export const rotateOperatorKeyRoute = route({
  operation: 'rotateOperatorKey',
  method: 'post',
  path: '/v1/operator-keys/rotate',
  summary: 'Give your own operator key another secret',
  description:
    'A new key with the same label, scopes and end, shown this once. This one ends after the overlap; others that were made from it by rotation are revoked.',
  caller: 'operator',
  operatorScopes: [],
  body: RotateOperatorKeyBody,
  audit: { keeps: ['overlapSeconds'] },
  repeatable: true,
  once: 'answer_shown_once',
  status: 201,
  response: IssuedApiKeyResponse,
  handle: async ({ deps, caller: { keyId }, body: { overlapSeconds } }) => {
    const { ended, ...issued } = await rotateOperatorKey(deps, { keyId, overlapSeconds })
    for (const id of ended) deps.keyring.forget(id)
    return presentIssuedApiKey(issued)
  },
})
