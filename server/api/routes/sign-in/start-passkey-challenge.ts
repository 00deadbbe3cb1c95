import { startPasskeyChallenge } from '../../../actions/sign-in/start-passkey-challenge.ts'
import { route } from './deps.ts'
import { PasskeyChallengeResponse } from '../../schemas/sign-in/passkeys.ts'

export const startPasskeyChallengeRoute = route({
  operation: 'startPasskeyChallenge',
  method: 'post',
  path: '/v1/passkey-challenges',
  summary: 'Start using a passkey',
  description: 'What a passkey must answer (WebAuthn) to be enrolled or signed in. Used once, within ten minutes.',
  caller: 'anyone',
  startsAnew: true,
  status: 201,
  response: PasskeyChallengeResponse,
  handle: async ({ deps }) => {
    const { challenge, expiresAt } = await startPasskeyChallenge(deps)
    const { rpId } = deps.passkeyTerms
    return { challenge, rpId, rpName: 'Entente', expiresAt: expiresAt.toISOString() }
  },
})
