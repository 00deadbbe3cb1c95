import type { Transaction } from '../../database/engine/client.ts'
import { noteEvents } from '../../database/feed-events.ts'
import type { Redemption } from '../../database/redemptions.ts'

/** Tells the partner what became of its redemptions. */
export function noteRedemptions(
  tx: Transaction,
  type: 'redemption.held' | 'redemption.captured' | 'redemption.voided',
  redemptions: readonly Redemption[],
  at: Date,
): void {
  const events = redemptions.map(({ id, partnerId, memberId, reference, points, rewardId, voidedBy }) => {
    const facts = { redemptionId: id, reference, memberId, points: String(points), rewardId }
    return { partnerId, type, objectId: id, data: type === 'redemption.voided' ? { ...facts, voidedBy } : facts, at }
  })
  noteEvents(tx, events)
}
