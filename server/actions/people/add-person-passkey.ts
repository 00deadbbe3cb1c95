import { type PasskeyRegistration, verifyPasskeyRegistration } from '../../chain/verify-passkey-registration.ts'
import type { Database } from '../../database/engine/client.ts'
import { lockPartner } from '../../database/partners.ts'
import { findPerson } from '../../database/people.ts'
import { insertPersonPasskey, listPasskeysOfPerson, type PersonPasskey } from '../../database/person-passkeys.ts'
import { listOpenPersonSessions } from '../../database/person-sessions.ts'
import { useWalletChallenge } from '../../database/wallet-challenges.ts'
import type { Clock } from '../../domain/environment.ts'
import { PASSKEY_SIGNED_IN_MS_MAX, PASSKEYS_PER_PERSON_MAX, PERSON_SESSION_IDLE_MS_MAX } from '../../domain/people.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { PasskeyTerms } from '../sign-in/enrol-passkey.ts'

export interface PersonPasskeyDeps {
  readonly db: Database
  readonly clock: Clock
  readonly passkeyTerms: PasskeyTerms
}

/** Who adds a passkey, in which session. */
export interface NewPersonPasskey {
  readonly personId: string
  readonly partnerId: number
  readonly sessionId: string
  readonly registration: PasskeyRegistration
}

const SESSIONS_MAX = 100

/** Adds a passkey with which a person signs in, over a challenge that is used up by it, soon after signing in. */
export async function addPersonPasskey(
  { db, clock, passkeyTerms }: PersonPasskeyDeps,
  { personId, partnerId, sessionId, registration }: NewPersonPasskey,
): Promise<PersonPasskey[]> {
  const verdict = await verifyPasskeyRegistration(registration, passkeyTerms)
  if (verdict.status === 'refused') throw new Rejection('passkey_invalid', { reason: verdict.reason })
  const { id, x, y, challenge } = verdict.passkey
  return db.transaction(async (tx) => {
    const now = clock.now()
    // Two that are added at once are counted one after the other.
    await lockPartner(tx, partnerId)
    const times = { now, idleMsMax: PERSON_SESSION_IDLE_MS_MAX }
    const sessions = await listOpenPersonSessions(tx, { personId, rowsMax: SESSIONS_MAX }, times)
    const session = sessions.find((one) => one.id === sessionId)
    if (session === undefined || (await findPerson(tx, personId)) === null) throw new Rejection('signed_out')
    if (now.getTime() - session.createdAt.getTime() > PASSKEY_SIGNED_IN_MS_MAX) throw new Rejection('sign_in_again')
    if (!(await useWalletChallenge(tx, challenge, now)))
      throw new Rejection('passkey_invalid', { reason: 'challenge_unknown_used_or_expired' })
    const own = await listPasskeysOfPerson(tx, personId)
    if (own.length >= PASSKEYS_PER_PERSON_MAX)
      throw new Rejection('passkeys_too_many', { passkeysMax: PASSKEYS_PER_PERSON_MAX })
    const unused = { lastUsedAt: null, removedAt: null }
    await insertPersonPasskey(tx, { id, personId, rpId: passkeyTerms.rpId, x, y, createdAt: now, ...unused })
    return listPasskeysOfPerson(tx, personId)
  })
}
