import type { Database } from '../../database/engine/client.ts'
import { countTills, findTillByKey, insertTill, type Till } from '../../database/tills.ts'
import type { Clock, Ids } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { readTillKey } from './read-signed-slip.ts'

/** Tills of one partner that may sign at the same time. */
export const TILLS_PER_PARTNER_MAX = 200

/** Takes the public key of a till, so that what the till signs without network can be checked later. The same key again is the same till. */
export async function registerTill(
  { db, clock, ids, tillsMax = TILLS_PER_PARTNER_MAX }: { db: Database; clock: Clock; ids: Ids; tillsMax?: number },
  { partnerId, name, publicKey }: { partnerId: number; name: string; publicKey: string },
): Promise<Till> {
  if (readTillKey(publicKey) === null) throw new Rejection('till_key_invalid')
  return db.transaction(async (tx) => {
    const known = await findTillByKey(tx, { partnerId, publicKey })
    // A revoked key never signs again: its till has to make another one.
    if (known !== null && known.revokedAt !== null) throw new Rejection('till_unknown')
    if (known === null && (await countTills(tx, partnerId)) >= tillsMax)
      throw new Rejection('tills_too_many', { tillsMax })
    return insertTill(tx, { id: ids.next(), partnerId, name, publicKey, registeredAt: clock.now(), revokedAt: null })
  })
}
