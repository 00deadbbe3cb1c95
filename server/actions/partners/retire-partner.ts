import { type Departure, findDeparture, saveDeparture } from '../../database/departures.ts'
import type { Database } from '../../database/engine/client.ts'
import { noteEvents } from '../../database/feed-events.ts'
import { lockPartner, type Partner } from '../../database/partners.ts'
import type { Clock, Ids } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

/**
 * Asks a partner to leave: from now on it records no purchases and holds no points; what was accepted goes on, and for some days it
 * takes returns and gives points back. The administrator retires it in the registry. Asking again changes nothing.
 */
export async function retirePartner(
  { db, clock, ids }: { readonly db: Database; readonly clock: Clock; readonly ids: Ids },
  { partnerId, returnsDays }: { partnerId: number; returnsDays: number },
): Promise<{ partner: Partner; departure: Departure | null }> {
  return db.transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerId)
    if (partner === null) throw new Rejection('partner_unknown', { partnerId })
    const before = await findDeparture(tx, partnerId)
    if (partner.status === 'left' || before?.state === 'leaving') return { partner, departure: before }
    // It could post nothing of what is open, and would never be done.
    if (partner.status === 'suspended') throw new Rejection('partner_suspended', { partnerId })
    const askedAt = clock.now()
    const returnsUntil = new Date(askedAt.getTime() + returnsDays * DAY_MS)
    const id = ids.next()
    const departure: Departure = { partnerId, id, state: 'leaving', askedAt, returnsUntil, endedAt: null }
    await saveDeparture(tx, departure)
    const data = { returnsUntil: returnsUntil.toISOString() }
    noteEvents(tx, [{ partnerId, type: 'partner.leaving', objectId: id, data, at: askedAt }])
    return { partner, departure }
  })
}
