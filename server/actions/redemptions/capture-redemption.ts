import type { Redemption } from '../../database/redemptions.ts'
import type { Ids, Randomness } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import {
  type Changed,
  changeRedemption,
  type KeyedChange,
  type LockedRedemption,
  type NamedRedemption,
  refuseUnlessOpen,
  type RedemptionIntake,
} from './change-redemptions.ts'
import { issueClaim } from '../rewards/issue-claim.ts'

export interface CaptureDeps {
  readonly ids: Ids
  readonly randomness: Randomness
  readonly redemptionIntake: RedemptionIntake
}

/**
 * Captures a redemption that the member consented to: the member can no longer use its points, and the relayer has
 * them burned. Nobody waits for that. Repeating it gives the same answer,
 * until the ledger has refused it for good: a till that asks again must not take it for paid.
 */
export function captureRedemption(
  deps: CaptureDeps,
  named: NamedRedemption,
  keyed: KeyedChange | null = null,
): Promise<Changed> {
  return changeRedemption(deps.redemptionIntake, { ...named, keyed }, (locked) => captureLocked(deps, locked))
}

/** The capture itself, within the transaction that locked the redemption. */
export async function captureLocked(
  { ids, randomness }: Pick<CaptureDeps, 'ids' | 'randomness'>,
  locked: LockedRedemption,
): Promise<Redemption> {
  const { tx, redemption, now } = locked
  if (redemption.refusedReason !== null)
    throw new Rejection('redemption_refused', { refusedReason: redemption.refusedReason })
  if (redemption.state === 'captured') return redemption
  refuseUnlessOpen(locked)
  if (redemption.consentKind === null) throw new Rejection('consent_missing')
  if (redemption.rewardId !== null) await issueClaim(tx, { ids, randomness }, { redemption, now })
  return { ...redemption, state: 'captured', capturedAt: now }
}
