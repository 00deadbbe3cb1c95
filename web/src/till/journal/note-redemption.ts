import type { Redemption } from '../../api-client/till.ts'
import { note } from './journal.ts'

/** Notes where a redemption stands, for the list of the day. */
export function noteRedemption(redemption: Redemption): void {
  const { reference, memberId, points, redemptionId, rewardId, valueMinor, state, voidedBy, pointsRestored } =
    redemption
  const facts = {
    reference: reference ?? '',
    memberId,
    points,
    redemptionId,
    rewardId,
    valueMinor,
    state,
    voidedBy,
    pointsRestored,
  }
  note({ kind: 'redemption', at: new Date().toISOString(), ...facts })
}
