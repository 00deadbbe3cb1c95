import type { Redemption } from '../api-client/till.ts'
import { note } from './journal.ts'

/** Notes where a redemption stands, for the list of the day. */
export function noteRedemption(redemption: Redemption): void {
  const { reference, memberId, points, redemptionId, valueMinor, state, pointsRestored } = redemption
  const at = new Date().toISOString()
  note({ kind: 'redemption', reference, memberId, at, points, redemptionId, valueMinor, state, pointsRestored })
}
