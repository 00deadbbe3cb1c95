import type { Database } from '../../database/engine/client.ts'
import { lockPartner } from '../../database/partners.ts'
import { findPackStanding, savePrepaidAlert } from '../../database/prepaid-packs.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { readPacks, type PacksView } from './read-packs.ts'

/** Sets at how many points left in its packs a partner is warned; null: never. A warning that still holds is not given again. */
export async function setPackAlert(
  { db, clock }: { db: Database; clock: Clock },
  { partnerId, points }: { partnerId: number; points: bigint | null },
): Promise<PacksView> {
  await db.transaction(async (tx) => {
    if ((await lockPartner(tx, partnerId)) === null) throw new Rejection('partner_unknown', { partnerId })
    const { alert, leftPoints } = await findPackStanding(tx, partnerId)
    if (alert?.points === points) return
    const stillLow = points !== null && leftPoints <= points
    const [lowId, lowAt] = stillLow ? [alert?.lowId ?? null, alert?.lowAt ?? null] : [null, null]
    await savePrepaidAlert(tx, { partnerId, points, setAt: clock.now(), lowId, lowAt })
  })
  return readPacks({ db }, partnerId)
}
