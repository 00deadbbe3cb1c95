import { z } from 'zod'

import { wholeListOf } from '../pagination.ts'
import { text, TimeOut, Uuid } from '../values.ts'
import { PasskeyAssertion } from './passkeys.ts'
import { Pin } from './proofs.ts'

/** The Sign-In with Ethereum message as the wallet showed it, and the signature over it. */
const walletProof = {
  message: z.string().min(1).max(2_000),
  signature: z.string().regex(/^0x[0-9a-fA-F]{2,4096}$/, 'must be hex'),
}

export const SignInBody = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('wallet'), ...walletProof }).meta({ id: 'WalletSignIn' }),
    z.strictObject({ kind: z.literal('passkey'), assertion: PasskeyAssertion }).meta({ id: 'PasskeySignIn' }),
    z.strictObject({ kind: z.literal('card'), cardNumber: text(24), pin: Pin }).meta({ id: 'CardSignIn' }),
  ])
  .meta({ id: 'SignIn', description: 'A wallet that is not known yet is enrolled' })

const OwnSession = z
  .object({
    sessionId: Uuid,
    kind: z.enum(['wallet', 'passkey', 'card']).meta({ description: 'How the member signed in' }),
    isCurrent: z.boolean().meta({ description: 'The session that asks' }),
    signedInAt: TimeOut,
    lastUsedAt: TimeOut,
    expiresAt: TimeOut.meta({ description: 'The latest end; it ends earlier when it is not used' }),
  })
  .meta({ id: 'OwnSession' })

export const SessionsResponse = wholeListOf('OwnSessions', OwnSession)
