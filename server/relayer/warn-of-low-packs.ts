import { noteEvents } from '../database/feed-events.ts'
import { lockPartner } from '../database/partners.ts'
import { findPackStanding, listUnwarned, savePrepaidAlert } from '../database/prepaid-packs.ts'
import { changeEach } from './change-each.ts'
import type { Relayer } from './relayer.ts'

/** Warns each partner, once, whose packs have no more points left than its level. A paid pack, or another level, arms it again. */
export async function warnOfLowPacks(relayer: Relayer): Promise<boolean> {
  return changeEach(await listUnwarned(relayer.database), (partnerId) => warn(relayer, partnerId))
}

async function warn(relayer: Relayer, partnerId: number): Promise<boolean> {
  // Looked at without the lock first: nearly every time there is nothing to say.
  if (!(await findPackStanding(relayer.database, partnerId)).isLow) return false
  const at = relayer.clock.now()
  const leftPoints = await relayer.database.transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerId)
    if (partner === null || partner.status === 'left') return null
    const { alert, isLow, leftPoints: left } = await findPackStanding(tx, partnerId)
    if (!isLow || alert === null || alert.lowId !== null) return null
    const id = relayer.ids.next()
    await savePrepaidAlert(tx, { ...alert, lowId: id, lowAt: at })
    const data = { leftPoints: String(left), alertPoints: String(alert.points) }
    noteEvents(tx, [{ partnerId, type: 'partner.limit_warning', objectId: id, data, at }])
    return left
  })
  if (leftPoints !== null) relayer.report({ name: 'packs_low', partnerId, leftPoints })
  return leftPoints !== null
}
