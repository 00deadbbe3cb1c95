import type { Chain } from '../../chain/client.ts'
import { readPartner } from '../../chain/read-partner.ts'
import type { Database } from '../../database/engine/client.ts'
import { findWaitingKey, saveNextKey } from '../../database/next-keys.ts'
import { lockPartner, type Partner } from '../../database/partners.ts'
import { hasOperationOver } from '../../database/power-pauses.ts'
import type { Clock } from '../../domain/environment.ts'
import { OPERATION_EXPIRES_MS } from '../../domain/powers.ts'
import { Rejection } from '../../domain/rejection.ts'

/**
 * Forgets the key that a partner was to sign with next. Not while the registry names it, nor while it is announced that it
 * shall: then nobody could sign for the partner.
 */
export async function dropNextKey(
  { db, chain, clock }: { readonly db: Database; readonly chain: Chain; readonly clock: Clock },
  partnerId: number,
): Promise<Partner> {
  const { issuerKey, redemptionKey } = await readPartner(chain, partnerId)
  return db.transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerId)
    if (partner === null) throw new Rejection('partner_unknown', { partnerId })
    const waiting = await findWaitingKey(tx, partnerId)
    if (waiting === null) throw new Rejection('key_change_unknown', { partnerId })
    const { address } = waiting
    const now = clock.now()
    const dueAfter = new Date(now.getTime() - OPERATION_EXPIRES_MS)
    const isNamed = [issuerKey, redemptionKey].some((key) => key.toLowerCase() === address)
    if (isNamed || (await hasOperationOver(tx, { words: address.slice(2), dueAfter })))
      throw new Rejection('key_change_under_way', { partnerId, address })
    await saveNextKey(tx, { ...waiting, state: 'dropped', keystore: null, endedAt: now })
    return partner
  })
}
