import { findDeparture, saveDeparture } from '../../database/departures.ts'
import type { Database } from '../../database/engine/client.ts'
import { noteEvents } from '../../database/feed-events.ts'
import { lockPartner, type Partner } from '../../database/partners.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'

/** Takes back that a partner was asked to leave, unless it has left. Doing it again changes nothing. */
export async function keepPartner(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  partnerId: number,
): Promise<Partner> {
  return db.transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerId)
    if (partner === null) throw new Rejection('partner_unknown', { partnerId })
    if (partner.status === 'left') throw new Rejection('partner_left', { partnerId })
    const departure = await findDeparture(tx, partnerId)
    if (departure?.state !== 'leaving') return partner
    const endedAt = clock.now()
    await saveDeparture(tx, { ...departure, state: 'stayed', endedAt })
    noteEvents(tx, [{ partnerId, type: 'partner.staying', objectId: departure.id, data: {}, at: endedAt }])
    return partner
  })
}
