import type { Chain } from '../../chain/client.ts'
import type { PasskeyAssertion } from '../../chain/verify-passkey-assertion.ts'
import type { Database } from '../../database/engine/client.ts'
import { listMembersByIds } from '../../database/members.ts'
import { findLastNonce, findRedemption, type Redemption, sumPinPoints } from '../../database/redemptions.ts'
import { assert } from '../../domain/assert.ts'
import { consentKindsOf, NONCE_MAX, orderOf, type OrderNaming } from '../../domain/redemption-order.ts'
import { orRejection, Rejection } from '../../domain/rejection.ts'
import { dayOf, daySpan } from '../../domain/utc-days.ts'
import { captureLocked, type CaptureDeps } from './capture-redemption.ts'
import {
  type Change,
  type Changed,
  changeRedemption,
  isOwn,
  type KeyedChange,
  type LockedRedemption,
  type NamedRedemption,
  refuseUnlessOpen,
} from './change-redemptions.ts'
import type { PasskeyTerms } from '../sign-in/enrol-passkey.ts'
import { verifyPasskeyOf, verifyWalletOf } from '../sign-in/verify-member-signature.ts'
import { comparePin, countPinTry, type PinDeps, type PinSource, type PinTry } from '../sign-in/verify-pin.ts'

/** How a member says yes. */
export type ConsentProof =
  | { readonly kind: 'wallet'; readonly signature: string }
  | { readonly kind: 'passkey'; readonly assertion: PasskeyAssertion }
  | { readonly kind: 'pin'; readonly pin: string }

export interface ConsentDeps extends PinDeps, CaptureDeps {
  readonly db: Database
  readonly chain: Chain
  readonly orders: OrderNaming
  readonly passkeyTerms: PasskeyTerms
  /** Signs a digest with the hosted key at an index: server/chain/hd-wallet.ts. */
  readonly signAsMember: (index: number, digest: string) => string
  /** Points that a member may spend with the PIN in a day (UTC). */
  readonly pinPointsPerDayMax: bigint
}

/**
 * A proof that was looked at. A member's own key signed an order with a certain nonce, in the form that PointsRedemption takes; a
 * hosted key signs once the PIN was counted, with whatever nonce is next then.
 */
type Proven =
  | { readonly kind: 'wallet' | 'passkey'; readonly signature: string; readonly nonce: number }
  | { readonly kind: 'pin'; readonly tried: PinTry; readonly derivationIndex: number }

/**
 * Records a member's consent, whose proof is checked before anything is locked. With `andCapture` the same transaction
 * captures. Where there is consent already, nothing is checked again and the answer is the same.
 */
export async function consentToRedemption(
  deps: ConsentDeps,
  named: NamedRedemption,
  proof: ConsentProof,
  { from, andCapture = false, keyed = null }: { from: PinSource; andCapture?: boolean; keyed?: KeyedChange | null },
): Promise<Changed> {
  const redemption = await findRedemption(deps.db, named.redemptionId)
  if (redemption === null || !isOwn(redemption, named)) throw new Rejection('redemption_unknown')
  const proven = redemption.consentKind === null ? await prove(deps, redemption, { proof, from }) : null
  const consent: Change = (locked) => recordConsent(deps, locked, proven)
  return changeRedemption(deps.redemptionIntake, { ...named, keyed }, async (locked) => {
    const consented = await consent(locked)
    if (!andCapture || consented instanceof Rejection) return consented
    return captureLocked(deps, { ...locked, redemption: consented })
  })
}

async function prove(
  deps: ConsentDeps,
  redemption: Redemption,
  { proof, from }: { proof: ConsentProof; from: PinSource },
): Promise<Proven> {
  const [member] = await listMembersByIds(deps.db, [redemption.memberId])
  assert(member !== undefined, 'a redemption has its member')
  const kinds = consentKindsOf(member.kind)
  if (!kinds.includes(proof.kind)) throw new Rejection('consent_kind_unavailable', { kinds: [...kinds] })
  if (proof.kind === 'pin') {
    assert(member.derivationIndex !== null, 'a card member has a hosted key')
    const tried = await comparePin(deps, { memberId: member.id, pin: proof.pin, from })
    return { kind: 'pin', tried, derivationIndex: member.derivationIndex }
  }
  const nonce = (await findLastNonce(deps.db, redemption.account)) + 1
  const digest = deps.orders.digest(orderOf({ ...redemption, nonce }))
  const verdict =
    proof.kind === 'wallet'
      ? await verifyWalletOf(deps, { account: redemption.account, digest, signature: proof.signature })
      : await verifyPasskeyOf(deps, redemption, { digest, assertion: proof.assertion })
  if (verdict.status === 'refused') throw new Rejection('consent_invalid', { reason: verdict.reason })
  return { kind: proof.kind, signature: verdict.signature, nonce }
}

async function recordConsent(
  deps: ConsentDeps,
  locked: LockedRedemption,
  proven: Proven | null,
): Promise<Redemption | Rejection> {
  const { tx, redemption } = locked
  // Counted before anything else is said, or a try at a hold that has ended would be free.
  const wrong = proven?.kind === 'pin' ? await countPinTry(tx, deps, proven.tried) : null
  if (wrong !== null) return wrong
  if (redemption.consentKind !== null && redemption.state !== 'voided') return redemption
  const refusal = orRejection(() => refuseUnlessOpen(locked))
  if (refusal instanceof Rejection) return refusal
  assert(proven !== null, 'consent is recorded once')
  if (proven.kind === 'pin') {
    const capped = await judgeCap(deps, locked)
    if (capped !== null) return capped
  }
  return sign(deps, locked, proven)
}

/** The redemption with its nonce, the next one of its account, and the signature of that order. */
function sign(
  { orders, signAsMember }: ConsentDeps,
  { redemption, standing, now }: LockedRedemption,
  proven: Proven,
): Redemption | Rejection {
  const nonce = standing.lastNonce + 1
  if (nonce > NONCE_MAX) return new Rejection('nonces_used_up')
  if (proven.kind !== 'pin' && proven.nonce !== nonce)
    return new Rejection('consent_invalid', { reason: 'order_changed' })
  const order = orderOf({ ...redemption, nonce })
  const memberSignature =
    proven.kind === 'pin' ? signAsMember(proven.derivationIndex, orders.digest(order)) : proven.signature
  const consent = { consentKind: proven.kind, consentedAt: now, memberSignature }
  return { ...redemption, ...consent, nonce, orderHash: orders.hash(order) }
}

async function judgeCap(
  { pinPointsPerDayMax }: ConsentDeps,
  { tx, redemption, now }: LockedRedemption,
): Promise<Rejection | null> {
  const since = daySpan(dayOf(now)).from
  const left = pinPointsPerDayMax - (await sumPinPoints(tx, { memberId: redemption.memberId, since, now }))
  if (redemption.points <= left) return null
  return new Rejection('pin_cap_reached', {
    pointsPerDayMax: String(pinPointsPerDayMax),
    pointsLeft: String(left > 0n ? left : 0n),
  })
}
