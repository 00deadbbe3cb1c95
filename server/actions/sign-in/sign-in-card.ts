import { setTimeout as pause } from 'node:timers/promises'

import type { Database } from '../../database/engine/client.ts'
import { listMembersByIdentifiers, lockMembers, type Member } from '../../database/members.ts'
import type { Clock, Ids, Randomness } from '../../domain/environment.ts'
import { isDevice } from '../../domain/pins.ts'
import { orRejection, Rejection } from '../../domain/rejection.ts'
import type { TryLimit } from '../requests/limit-tries.ts'
import type { HashIdentifier } from '../members/hash-identifier.ts'
import { normaliseIdentifier } from '../members/normalise-identifier.ts'
import { rememberDevice } from './device-tokens.ts'
import { openSession, type OpenedSession } from './open-session.ts'
import { comparePin, countPinTry, type PinDeps, type PinSource, type PinTry, readPinPlace } from './verify-pin.ts'

/** How often strangers, or one browser that is known to the member, may try to sign in with one card number, known or not, within so long. */
export const CARD_SIGN_INS_MAX = 10
export const CARD_SIGN_INS_WINDOW_MS = 10 * 60_000

/** A refusal takes this long at least: a wrong try at a real PIN is written down, which others are not. */
export const REFUSAL_MS_MIN = 250

/** Stands for the member of a card that nobody has, so that it is looked for like any other. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

export interface SignInCardDeps extends PinDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly randomness: Randomness
  readonly hashIdentifier: HashIdentifier
  readonly cardSignIns: TryLimit
}

interface CardProof {
  readonly cardNumber: string
  readonly pin: string
  /** Token of the browser, where it has one. */
  readonly device: string | null
}

/** A card member who has just signed in. */
export interface OpenedCardSession extends OpenedSession {
  /** By which the browser is known to the member from now on; shown only now. */
  readonly device: string
}

/**
 * Signs a card member in with number and PIN. An unknown card, one without a PIN, a locked PIN and a wrong one are all told
 * the same after the same work, so that nobody learns which cards there are. Strangers' tries keep nobody out who signs in where they did
 * before: docs/decisions/0019-guessing-and-floods.md.
 */
export async function signInCard(deps: SignInCardDeps, proof: CardProof): Promise<OpenedCardSession> {
  const normalised = normaliseIdentifier('card', proof.cardNumber)
  const valueHash = deps.hashIdentifier('card', normalised ?? proof.cardNumber)
  const [found] = await listMembersByIdentifiers(deps.db, [{ kind: 'card', valueHash }])
  const from: PinSource = { device: proof.device, otherwise: 'stranger' }
  const { place } = await readPinPlace(deps.db, found?.member.id ?? NOBODY, from, deps.clock.now())
  await deps.cardSignIns.take(isDevice(place) ? `${valueHash} ${place}` : valueHash)
  const atLeast = pause(REFUSAL_MS_MIN, undefined, { ref: false })
  const opened = await tryCard(deps, found?.member ?? null, proof)
  if (opened !== null) return opened
  await atLeast
  throw new Rejection('sign_in_failed')
}

async function tryCard(
  deps: SignInCardDeps,
  member: Member | null,
  { pin, device }: CardProof,
): Promise<OpenedCardSession | null> {
  const tried = member === null ? null : await compareOwn(deps, member, { pin, device })
  if (tried === null) {
    // What a comparison costs.
    await deps.pinHash.make(pin, 'stranger')
    return null
  }
  return deps.db.transaction(async (tx) => {
    const { memberId } = tried
    await lockMembers(tx, [memberId])
    if ((await countPinTry(tx, deps, tried)) !== null) return null
    const isKnown = device !== null && isDevice(tried.place)
    const opened = await openSession(tx, deps, { memberId, kind: 'card' })
    return { ...opened, device: isKnown ? device : await rememberDevice(tx, deps, { memberId, device }) }
  })
}

/** Null where nothing was compared: there is no PIN, it is locked, or the member signs in with a key of their own. */
async function compareOwn(
  deps: SignInCardDeps,
  member: Member,
  { pin, device }: Pick<CardProof, 'pin' | 'device'>,
): Promise<PinTry | null> {
  // A member who moved to their own key may still have a card and an old PIN.
  if (member.kind !== 'card') return null
  const from: PinSource = { device, otherwise: 'stranger' }
  const tried = await orRejection(() => comparePin(deps, { memberId: member.id, pin, from }))
  if (!(tried instanceof Rejection)) return tried
  // Says nothing of the card: an unknown one has to wait in the same queue.
  if (tried.code === 'service_unavailable') throw tried
  return null
}
