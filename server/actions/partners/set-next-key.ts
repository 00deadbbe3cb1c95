import type { Database } from '../../database/engine/client.ts'
import { findWaitingKey, type NextKey, saveNextKey } from '../../database/next-keys.ts'
import { lockPartner, type Partner } from '../../database/partners.ts'
import type { Clock, Ids } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'

export interface NextKeyDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  /** Makes a hosted issuer key and encrypts it: server/chain/keystore.ts */
  readonly createIssuerKey: () => Promise<{ readonly address: string; readonly keystore: string }>
}

/**
 * Makes the key that a partner is to sign with next, or takes note of its own. The server signs with it as soon as the registry
 * names it, for batches and for redemptions each, which is for the administrator to bring about.
 */
export async function setNextKey(
  deps: NextKeyDeps,
  { partnerId, issuerAddress }: { partnerId: number; issuerAddress: string | null },
): Promise<{ partner: Partner; nextKey: NextKey }> {
  const made = issuerAddress === null ? await deps.createIssuerKey() : { address: issuerAddress, keystore: null }
  return deps.db.transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerId)
    if (partner === null) throw new Rejection('partner_unknown', { partnerId })
    if (partner.status === 'left') throw new Rejection('partner_left', { partnerId })
    const waiting = await findWaitingKey(tx, partnerId)
    if (waiting !== null) throw new Rejection('key_change_under_way', { partnerId, address: waiting.address })
    const nextKey: NextKey = {
      partnerId,
      id: deps.ids.next(),
      state: 'waiting',
      kind: issuerAddress === null ? 'hosted' : 'external',
      address: made.address.toLowerCase(),
      keystore: made.keystore,
      createdAt: deps.clock.now(),
      endedAt: null,
    }
    await saveNextKey(tx, nextKey)
    return { partner, nextKey }
  })
}
