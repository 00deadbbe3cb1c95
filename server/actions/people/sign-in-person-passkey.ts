import { type PasskeyAssertion, verifyPasskeyAssertion } from '../../chain/verify-passkey-assertion.ts'
import type { Transaction } from '../../database/engine/client.ts'
import { lockPartner } from '../../database/partners.ts'
import { findPerson } from '../../database/people.ts'
import { findPersonPasskey, savePersonPasskey } from '../../database/person-passkeys.ts'
import { useWalletChallenge } from '../../database/wallet-challenges.ts'
import { Rejection } from '../../domain/rejection.ts'
import { challengeOf } from '../sign-in/challenge-of.ts'
import type { PersonPasskeyDeps } from './add-person-passkey.ts'
import { openPersonSession, type OpenedPersonSession, type OpenPersonSessionDeps } from './open-person-session.ts'

export type SignInPersonPasskeyDeps = PersonPasskeyDeps & OpenPersonSessionDeps

/** Opens a session of the console with a passkey. Whatever is wrong, the refusal says the same. */
export async function signInPersonPasskey(
  deps: SignInPersonPasskeyDeps,
  proof: { readonly assertion: PasskeyAssertion; readonly requestId: string },
): Promise<OpenedPersonSession> {
  // A refusal is returned and not thrown, so that a challenge is used up by the first try.
  const opened = await deps.db.transaction((tx) => trySignIn(tx, deps, proof))
  if (opened instanceof Rejection) throw opened
  return opened
}

async function trySignIn(
  tx: Transaction,
  deps: SignInPersonPasskeyDeps,
  { assertion, requestId }: { readonly assertion: PasskeyAssertion; readonly requestId: string },
): Promise<OpenedPersonSession | Rejection> {
  const now = deps.clock.now()
  const challenge = challengeOf(assertion)
  if (challenge === null || !(await useWalletChallenge(tx, challenge, now))) return new Rejection('sign_in_failed')
  const passkey = await findPersonPasskey(tx, assertion.id)
  if (passkey === null) return new Rejection('sign_in_failed')
  const { rpId, x, y, personId } = passkey
  const digest = `0x${Buffer.from(challenge, 'base64url').toString('hex')}`
  const verdict = verifyPasskeyAssertion(assertion, digest, { origin: deps.passkeyTerms.origin, rpId, x, y })
  const found = await findPerson(tx, personId)
  if (verdict.status === 'refused' || found === null) return new Rejection('sign_in_failed')
  await lockPartner(tx, found.partnerId)
  // Read again: they, or the passkey, may have been removed until the partner was locked.
  const person = await findPerson(tx, personId)
  const still = await findPersonPasskey(tx, passkey.id)
  if (person === null || still === null) return new Rejection('sign_in_failed')
  await savePersonPasskey(tx, { ...still, lastUsedAt: now })
  return openPersonSession(tx, deps, { person, by: 'signInPersonPasskey', requestId })
}
