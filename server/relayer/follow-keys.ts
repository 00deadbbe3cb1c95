import { findChainCursor } from '../database/chain-cursor.ts'
import { noteEvents } from '../database/feed-events.ts'
import { findWaitingKey, isNamedForBoth, listWaitingKeys, type NextKey, saveNextKey } from '../database/next-keys.ts'
import { lockPartner, savePartner } from '../database/partners.ts'
import { changeEach } from './change-each.ts'
import type { Relayer } from './relayer.ts'

/**
 * Ends changes of partners' keys: once a final block names the new key for batches and for redemptions, it is the partner's
 * key, and the old one's keystore is forgotten.
 */
export async function followKeys(relayer: Relayer): Promise<boolean> {
  const waiting = await listWaitingKeys(relayer.database)
  if (waiting.length === 0) return false
  const cursor = await findChainCursor(relayer.database, relayer.chain.chainId)
  if (cursor === null) return false
  const { finalizedNumber } = cursor
  return changeEach(waiting, async (key) => {
    const { partnerId, address } = key
    return (await isNamedForBoth(relayer.database, { partnerId, address, finalizedNumber })) && takeOver(relayer, key)
  })
}

async function takeOver(relayer: Relayer, { id, partnerId }: NextKey): Promise<boolean> {
  const at = relayer.clock.now()
  const isTaken = await relayer.database.transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerId)
    const key = await findWaitingKey(tx, partnerId)
    if (partner === null || key?.id !== id) return false
    const { kind: issuerKind, address: issuerAddress, keystore: issuerKeystore } = key
    await savePartner(tx, { ...partner, issuerKind, issuerAddress, issuerKeystore })
    await saveNextKey(tx, { ...key, state: 'used', keystore: null, endedAt: at })
    const data = { from: partner.issuerAddress, to: issuerAddress }
    noteEvents(tx, [{ partnerId, type: 'partner.key_changed', objectId: id, data, at }])
    return true
  })
  if (isTaken) relayer.report({ name: 'partner_key_changed', partnerId })
  return isTaken
}
