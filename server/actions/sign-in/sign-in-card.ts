import { setTimeout as pause } from 'node:timers/promises'

import type { Database } from '../../database/engine/client.ts'
import { listMembersByIdentifiers, lockMembers, type Member } from '../../database/members.ts'
import type { Clock, Ids, Randomness } from '../../domain/environment.ts'
import { orRejection, Rejection } from '../../domain/rejection.ts'
import type { TryLimit } from '../requests/limit-tries.ts'
import type { HashIdentifier } from '../members/hash-identifier.ts'
import { normaliseIdentifier } from '../members/normalise-identifier.ts'
import { openSession, type OpenedSession } from './open-session.ts'
import type { PinHash } from './pin-hash.ts'
import { comparePin, countPinTry, type PinTry } from './verify-pin.ts'

/** How often somebody may try to sign in with one card number, known or not, within so long. */
export const CARD_SIGN_INS_MAX = 10
export const CARD_SIGN_INS_WINDOW_MS = 10 * 60_000

/** A refusal takes this long at least: a wrong try at a real PIN is written down, which others are not. */
export const REFUSAL_MS_MIN = 250

export interface SignInCardDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly randomness: Randomness
  readonly hashIdentifier: HashIdentifier
  readonly pinHash: PinHash
  readonly cardSignIns: TryLimit
}

interface CardProof {
  readonly cardNumber: string
  readonly pin: string
}

/**
 * Signs a card member in with number and PIN. An unknown card, one without a PIN, a locked PIN and a wrong one are all told
 * the same after the same work, so that nobody learns which cards there are; a try at a real card counts as it does at a till.
 */
export async function signInCard(deps: SignInCardDeps, proof: CardProof): Promise<OpenedSession> {
  const normalised = normaliseIdentifier('card', proof.cardNumber)
  const valueHash = deps.hashIdentifier('card', normalised ?? proof.cardNumber)
  if (!deps.cardSignIns.take(valueHash)) throw new Rejection('too_many_requests')
  const atLeast = pause(REFUSAL_MS_MIN, undefined, { ref: false })
  const opened = await tryCard(deps, valueHash, proof.pin)
  if (opened !== null) return opened
  await atLeast
  throw new Rejection('sign_in_failed')
}

async function tryCard(deps: SignInCardDeps, valueHash: string, pin: string): Promise<OpenedSession | null> {
  const [found] = await listMembersByIdentifiers(deps.db, [{ kind: 'card', valueHash }])
  const tried = found === undefined ? null : await compareOwn(deps, found.member, pin)
  if (tried === null) {
    // What a comparison costs.
    await deps.pinHash.make(pin)
    return null
  }
  return deps.db.transaction(async (tx) => {
    await lockMembers(tx, [tried.memberId])
    if ((await countPinTry(tx, tried, deps.clock.now())) !== null) return null
    return openSession(tx, deps, { memberId: tried.memberId, kind: 'card' })
  })
}

/** Null where nothing was compared: there is no PIN, it is locked, or the member signs in with a key of their own. */
async function compareOwn(deps: SignInCardDeps, member: Member, pin: string): Promise<PinTry | null> {
  // A member who moved to their own key may still have a card and an old PIN.
  if (member.kind !== 'card') return null
  const tried = await orRejection(() => comparePin(deps, { memberId: member.id, pin }))
  return tried instanceof Rejection ? null : tried
}
