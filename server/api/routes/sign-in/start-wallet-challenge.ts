import { startWalletChallenge } from '../../../actions/sign-in/start-wallet-challenge.ts'
import { route } from './deps.ts'
import { WalletChallengeResponse } from '../../schemas/members/members.ts'

const STATEMENT = 'I want to collect points at this address.'

export const startWalletChallengeRoute = route({
  operation: 'startWalletChallenge',
  method: 'post',
  path: '/v1/wallet-challenges',
  summary: 'Start proving a wallet',
  description:
    'What a wallet must sign (Sign-In with Ethereum, EIP-4361) to be enrolled or signed in. Used once, within ten minutes.',
  caller: 'anyone',
  startsAnew: true,
  status: 201,
  response: WalletChallengeResponse,
  handle: async ({ deps }) => {
    const { nonce, expiresAt } = await startWalletChallenge(deps)
    return { nonce, ...deps.siweTerms, statement: STATEMENT, expiresAt: expiresAt.toISOString() }
  },
})
