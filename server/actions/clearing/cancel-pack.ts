import type { Database } from '../../database/engine/client.ts'
import { lockPartner } from '../../database/partners.ts'
import { findPackStanding, savePack, type StoredPack } from '../../database/prepaid-packs.ts'
import type { UsedPack } from '../../domain/clearing/prepaid.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { packOf } from './pack-of.ts'

/** Cancels a pack that is not paid. Again changes nothing. */
export async function cancelPack(
  { db, clock }: { db: Database; clock: Clock },
  { partnerId, number }: { partnerId: number; number: number },
): Promise<UsedPack<StoredPack>> {
  return db.transaction(async (tx) => {
    if ((await lockPartner(tx, partnerId)) === null) throw new Rejection('partner_unknown', { partnerId })
    const before = packOf(await findPackStanding(tx, partnerId), number)
    const { pack, state } = before
    if (state === 'cancelled') return before
    if (state === 'paid') throw new Rejection('pack_closed', { number, state })
    const cancelled = { ...pack, cancelledAt: clock.now() }
    await savePack(tx, cancelled)
    return { pack: cancelled, state: 'cancelled', used: 0n, left: 0n }
  })
}
