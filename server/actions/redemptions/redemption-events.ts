import type { Transaction } from '../../database/engine/client.ts'
import { noteEvents } from '../../database/feed-events.ts'
import type { Redemption } from '../../database/redemptions.ts'
import { redemptionFacts } from '../../domain/partner-events.ts'

/** Tells the partner what became of its redemptions. */
export function noteRedemptions(
  tx: Transaction,
  type: 'redemption.held' | 'redemption.captured' | 'redemption.voided',
  redemptions: readonly Redemption[],
  at: Date,
): void {
  const events = redemptions.map((redemption) => {
    const { id, partnerId, voidedBy } = redemption
    const facts = redemptionFacts(redemption)
    return { partnerId, type, objectId: id, data: type === 'redemption.voided' ? { ...facts, voidedBy } : facts, at }
  })
  noteEvents(tx, events)
}
