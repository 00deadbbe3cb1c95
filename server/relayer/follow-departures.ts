import { readPartner } from '../chain/read-partner.ts'
import { encodeLowerAllowance } from '../chain/operator-call.ts'
import { listUnrevokedKeys, saveApiKey } from '../database/api-keys.ts'
import { hasOperatorCall, insertOpenCall } from '../database/calls.ts'
import { findChainCursor } from '../database/chain-cursor.ts'
import {
  countOpenWork,
  type Departure,
  findDeparture,
  listAllLeaving,
  listGone,
  saveDeparture,
} from '../database/departures.ts'
import { noteEvents } from '../database/feed-events.ts'
import { findWaitingKey, saveNextKey } from '../database/next-keys.ts'
import { lockPartner, savePartner } from '../database/partners.ts'
import { LATE_REQUEST_MS } from '../domain/departures.ts'
import { changeEach } from './change-each.ts'
import type { Relayer } from './relayer.ts'

/**
 * Sees partners off. One that is leaving, and whose credits are all in final blocks, has its allowance taken away: returns and
 * points that it gives back need none. One that a final block calls left has left here too: its API keys end, and hosted
 * keys of it are forgotten.
 */
export async function followDepartures(relayer: Relayer): Promise<boolean> {
  const { database, chain } = relayer
  const cursor = await findChainCursor(database, chain.chainId)
  if (cursor === null) return false
  const { finalizedNumber } = cursor
  const isGone = await changeEach(await listGone(database, finalizedNumber), (partnerId) =>
    endDeparture(relayer, partnerId),
  )
  const isLowered = await changeEach(await listAllLeaving(database), (departure) =>
    lowerAllowance(relayer, departure, finalizedNumber),
  )
  return isGone || isLowered
}

async function lowerAllowance(
  relayer: Relayer,
  { partnerId, askedAt }: Departure,
  finalizedNumber: bigint,
): Promise<boolean> {
  const now = relayer.clock.now()
  if (now.getTime() - askedAt.getTime() < LATE_REQUEST_MS) return false
  const { entries } = await countOpenWork(relayer.database, { partnerId, now, finalizedNumber })
  if (entries > 0n) return false
  const { allowance, status } = await readPartner(relayer.chain, partnerId)
  if (allowance === 0n || status === 'left' || status === 'unknown') return false
  const isAppended = await relayer.database.transaction(async (tx) => {
    await lockPartner(tx, partnerId)
    if ((await findDeparture(tx, partnerId))?.state !== 'leaving') return false
    // What was asked for before and is not settled may change what there is to take away.
    if (await hasOperatorCall(tx, partnerId)) return false
    await insertOpenCall(tx, {
      id: relayer.ids.next(),
      kind: 'operator',
      name: 'lower_allowance',
      partnerId,
      ...encodeLowerAllowance(relayer.chain, partnerId, allowance),
      createdAt: now,
    })
    return true
  })
  if (isAppended) relayer.report({ name: 'allowance_taken_away', partnerId, points: allowance })
  return isAppended
}

async function endDeparture(relayer: Relayer, partnerId: number): Promise<boolean> {
  const at = relayer.clock.now()
  const isEnded = await relayer.database.transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerId)
    if (partner === null || partner.status === 'left') return false
    await savePartner(tx, { ...partner, status: 'left', issuerKeystore: null })
    const next = await findWaitingKey(tx, partnerId)
    if (next !== null) await saveNextKey(tx, { ...next, state: 'dropped', keystore: null, endedAt: at })
    for (const key of await listUnrevokedKeys(tx, partnerId)) await saveApiKey(tx, { ...key, revokedAt: at })
    // The administrator may have retired it without anybody asking here.
    const before = await findDeparture(tx, partnerId)
    const departure: Departure =
      before?.state === 'leaving'
        ? { ...before, state: 'left', endedAt: at }
        : { partnerId, id: relayer.ids.next(), state: 'left', askedAt: at, returnsUntil: at, endedAt: at }
    await saveDeparture(tx, departure)
    noteEvents(tx, [{ partnerId, type: 'partner.left', objectId: departure.id, data: {}, at }])
    return true
  })
  if (isEnded) relayer.report({ name: 'partner_gone', partnerId })
  return isEnded
}
