import { operatorCall } from '../chain/operator-call.ts'
import { hasOperatorCall, insertOpenCall, sumAllowance } from '../database/calls.ts'
import { findChainCursor } from '../database/chain-cursor.ts'
import { findDeparture } from '../database/departures.ts'
import { lockPartner } from '../database/partners.ts'
import { findPackReturns, listPackPartners, saveRaisedReturns } from '../database/prepaid-packs.ts'
import { LOT_POINTS_MAX } from '../domain/batches.ts'
import { changeEach } from './change-each.ts'
import type { Relayer } from './relayer.ts'

/**
 * Raises the allowance of partners by what returns in final blocks took back into their packs: those points were paid for, and
 * the registry does not give them back. One call at a time for each partner.
 */
export async function raisePackReturns(relayer: Relayer): Promise<boolean> {
  const { database, chain } = relayer
  const cursor = await findChainCursor(database, chain.chainId)
  if (cursor === null) return false
  const { finalizedNumber } = cursor
  return changeEach(await listPackPartners(database), (partnerId) => raise(relayer, { partnerId, finalizedNumber }))
}

async function raise(relayer: Relayer, place: { partnerId: number; finalizedNumber: bigint }): Promise<boolean> {
  const { partnerId } = place
  // Looked at without the lock first: mostly nothing came back.
  const seen = await findPackReturns(relayer.database, place)
  if (seen.returned <= seen.raised) return false
  const points = await relayer.database.transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerId)
    if (partner === null || partner.status === 'left') return 0n
    // What it may issue is being taken away.
    if ((await findDeparture(tx, partnerId))?.state === 'leaving') return 0n
    if (await hasOperatorCall(tx, partnerId)) return 0n
    const { returned, raised } = await findPackReturns(tx, place)
    const due = returned - raised
    if (due <= 0n || (await sumAllowance(tx, partnerId)) + due > LOT_POINTS_MAX) return 0n
    const raisedAt = relayer.clock.now()
    await saveRaisedReturns(tx, { partnerId, points: returned, raisedAt })
    await insertOpenCall(tx, {
      id: relayer.ids.next(),
      kind: 'operator',
      name: 'raise_allowance',
      partnerId,
      ...operatorCall(relayer.chain, partnerId, { name: 'raise_allowance', points: due }),
      createdAt: raisedAt,
    })
    return due
  })
  if (points > 0n) relayer.report({ name: 'pack_returns_raised', partnerId, points })
  return points > 0n
}
