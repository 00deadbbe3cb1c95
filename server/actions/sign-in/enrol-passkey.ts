import { verifyPasskeyRegistration, type PasskeyRegistration } from '../../chain/verify-passkey-registration.ts'
import type { Database } from '../../database/engine/client.ts'
import { insertMember } from '../../database/members.ts'
import { insertPasskey, KEY_OF_ACCOUNT } from '../../database/passkeys.ts'
import { useWalletChallenge } from '../../database/wallet-challenges.ts'
import type { Clock, Ids, Randomness } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { type BudgetDeps, takeAddressBudget } from '../requests/take-budget.ts'
import { openSession, type OpenedSession } from './open-session.ts'

/** What passkeys are bound to: our host name, and where our pages come from. */
export interface PasskeyTerms {
  readonly rpId: string
  readonly origin: string
}

export interface PasskeyDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly randomness: Randomness
  readonly passkeyTerms: PasskeyTerms
}

/** Enrols a member whose key is a passkey, and signs them in. Nobody vouches for them, so only so many come from one address in a day. */
export async function enrolPasskey(
  deps: PasskeyDeps & BudgetDeps,
  { registration, networkAddress }: { registration: PasskeyRegistration; networkAddress: string },
): Promise<OpenedSession> {
  const verdict = await verifyPasskeyRegistration(registration, deps.passkeyTerms)
  if (verdict.status === 'refused') throw new Rejection('passkey_invalid', { reason: verdict.reason })
  const { id, x, y, address, challenge } = verdict.passkey
  return deps.db.transaction(async (tx) => {
    const createdAt = deps.clock.now()
    if (!(await useWalletChallenge(tx, challenge, createdAt)))
      throw new Rejection('passkey_invalid', { reason: 'challenge_unknown_used_or_expired' })
    const usedMax = deps.budgets.limits.enrolmentsPerAddressMax
    await takeAddressBudget(tx, deps, { budget: 'enrolments_of_address', networkAddress, usedMax })
    const memberId = deps.ids.next()
    await insertPasskey(tx, { id, memberId, rpId: deps.passkeyTerms.rpId, x, y, createdAt, ...KEY_OF_ACCOUNT })
    await insertMember(tx, {
      id: memberId,
      kind: 'passkey',
      address,
      derivationIndex: null,
      enrolledBy: null,
      createdAt,
      frozenAt: null,
      erasedAt: null,
    })
    return openSession(tx, deps, { memberId, kind: 'passkey' })
  })
}
