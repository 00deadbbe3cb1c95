import type { PasskeyAssertion } from '../../chain/verify-passkey-assertion.ts'
import { isPasskeyChallenge } from './passkey-challenge.ts'

/** What the passkey says that it answers to; null when that is no challenge of ours, such as the digest of an order. */
export function challengeOf({ response }: PasskeyAssertion): string | null {
  const [, challenge] = /"challenge":"([A-Za-z0-9_-]+)"/.exec(atobUrl(response.clientDataJSON)) ?? []
  return challenge !== undefined && isPasskeyChallenge(challenge) ? challenge : null
}

const atobUrl = (text: string) => Buffer.from(text, 'base64url').toString('utf8')
