import type { Chain } from '../../chain/client.ts'
import type { PasskeyAssertion } from '../../chain/verify-passkey-assertion.ts'
import type { Database } from '../../database/engine/client.ts'
import { listMembersByIds, type Member } from '../../database/members.ts'
import { findRedemption, type Redemption, sumPinPoints } from '../../database/redemptions.ts'
import { assert } from '../../domain/assert.ts'
import { consentKindsOf, orderOf, type OrderNaming } from '../../domain/redemption-order.ts'
import { orRejection, Rejection, Transient } from '../../domain/rejection.ts'
import { dayOf, daySpan } from '../../domain/utc-days.ts'
import { captureLocked, type CaptureDeps } from './capture-redemption.ts'
import {
  type Change,
  changeRedemption,
  isOwn,
  type LockedRedemption,
  type NamedRedemption,
  refuseUnlessOpen,
} from './change-redemptions.ts'
import type { PasskeyTerms } from '../sign-in/enrol-passkey.ts'
import type { RedemptionDetails } from './list-redemption-details.ts'
import { verifyPasskeyOf, verifyWalletOf } from '../sign-in/verify-member-signature.ts'
import { comparePin, countPinTry, type PinDeps, type PinTry } from '../sign-in/verify-pin.ts'

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

/** A proof that was looked at; `signature` is in the form that PointsRedemption takes. */
interface Proven {
  readonly kind: ConsentProof['kind']
  /** Null where the PIN was wrong: nothing is signed then. */
  readonly signature: string | null
  readonly tried: PinTry | null
}

/**
 * Records a member's consent, whose proof is checked before anything is locked. With `andCapture` the same transaction
 * captures. Where there is consent already, nothing is checked again and the answer is the same.
 */
export async function consentToRedemption(
  deps: ConsentDeps,
  named: NamedRedemption,
  proof: ConsentProof,
  { andCapture = false }: { andCapture?: boolean } = {},
): Promise<RedemptionDetails> {
  const redemption = await findRedemption(deps.db, named.redemptionId)
  if (redemption === null || !isOwn(redemption, named)) throw new Rejection('redemption_unknown')
  const proven = redemption.consentKind === null ? await prove(deps, redemption, proof) : null
  const consent: Change = (locked) => recordConsent(deps, locked, { proven, orderHash: redemption.orderHash })
  return changeRedemption(deps.redemptionIntake, named, async (locked) => {
    const consented = await consent(locked)
    if (!andCapture || consented instanceof Rejection) return consented
    return captureLocked(deps, { ...locked, redemption: consented })
  })
}

async function prove(deps: ConsentDeps, redemption: Redemption, proof: ConsentProof): Promise<Proven> {
  const [member] = await listMembersByIds(deps.db, [redemption.memberId])
  assert(member !== undefined, 'a redemption has its member')
  const kinds = consentKindsOf(member.kind)
  if (!kinds.includes(proof.kind)) throw new Rejection('consent_kind_unavailable', { kinds: [...kinds] })
  const digest = deps.orders.digest(orderOf(redemption))
  if (proof.kind === 'pin') return provePin(deps, member, { pin: proof.pin, digest })
  const verdict =
    proof.kind === 'wallet'
      ? await verifyWalletOf(deps, { account: redemption.account, digest, signature: proof.signature })
      : await verifyPasskeyOf(deps, redemption, { digest, assertion: proof.assertion })
  if (verdict.status === 'refused') throw new Rejection('consent_invalid', { reason: verdict.reason })
  return { kind: proof.kind, signature: verdict.signature, tried: null }
}

async function provePin(
  deps: ConsentDeps,
  { id: memberId, derivationIndex }: Member,
  { pin, digest }: { pin: string; digest: string },
): Promise<Proven> {
  const tried = await comparePin(deps, { memberId, pin })
  assert(derivationIndex !== null, 'a card member has a hosted key')
  return { kind: 'pin', signature: tried.isRight ? deps.signAsMember(derivationIndex, digest) : null, tried }
}

async function recordConsent(
  deps: ConsentDeps,
  locked: LockedRedemption,
  { proven, orderHash }: { proven: Proven | null; orderHash: string },
): Promise<Redemption | Rejection> {
  const { tx, redemption, now } = locked
  // Counted before anything else is said, or a try at a hold that has ended would be free.
  const tried = proven?.tried ?? null
  const wrong = tried === null ? null : await countPinTry(tx, tried, now)
  if (wrong !== null) return wrong
  if (redemption.consentKind !== null && redemption.state !== 'voided') return redemption
  const refusal = orRejection(() => refuseUnlessOpen(locked))
  if (refusal instanceof Rejection) return refusal
  assert(proven !== null && proven.signature !== null, 'what was right is signed')
  if (redemption.orderHash !== orderHash) throw new Transient('the order was signed anew meanwhile', null)
  if (proven.kind === 'pin') {
    const capped = await judgeCap(deps, locked)
    if (capped !== null) return capped
  }
  return { ...redemption, consentKind: proven.kind, consentedAt: now, memberSignature: proven.signature }
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
