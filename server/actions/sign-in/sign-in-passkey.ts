import { verifyPasskeyAccount } from '../../chain/verify-passkey-account.ts'
import { verifyPasskeyAssertion, type PasskeyAssertion } from '../../chain/verify-passkey-assertion.ts'
import { listMembersByIds } from '../../database/members.ts'
import { findPasskey } from '../../database/passkeys.ts'
import { useWalletChallenge } from '../../database/wallet-challenges.ts'
import { challengeOf } from './challenge-of.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { PasskeyDeps } from './enrol-passkey.ts'
import { openSession, type OpenedSession } from './open-session.ts'

/** Signs a member in with their passkey. */
export async function signInPasskey(deps: PasskeyDeps, assertion: PasskeyAssertion): Promise<OpenedSession> {
  const passkey = await findPasskey(deps.db, assertion.id)
  const challenge = challengeOf(assertion)
  if (passkey === null || challenge === null) throw new Rejection('sign_in_failed')
  const { origin } = deps.passkeyTerms
  const { rpId, x, y } = passkey
  const digest = `0x${Buffer.from(challenge, 'base64url').toString('hex')}`
  const verdict = verifyPasskeyAssertion(assertion, digest, { origin, rpId, x, y })
  if (verdict.status === 'refused') throw new Rejection('sign_in_failed')
  return deps.db.transaction(async (tx) => {
    if (!(await useWalletChallenge(tx, challenge, deps.clock.now()))) throw new Rejection('sign_in_failed')
    const [member] = await listMembersByIds(tx, [passkey.memberId])
    // A member who moved the account signs in with the new key.
    if (member?.kind !== 'passkey' || !verifyPasskeyAccount(passkey, member.address))
      throw new Rejection('sign_in_failed')
    return openSession(tx, deps, { memberId: member.id, kind: 'passkey' })
  })
}
