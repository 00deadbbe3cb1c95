import type { Database } from '../../database/engine/client.ts'
import { revokeTillRow, type Till } from '../../database/tills.ts'
import type { Clock } from '../../domain/environment.ts'

/** Takes nothing any more that a till signed: it was stolen, or is not used any more. What it sent before stands. */
export async function revokeTill(
  { db, clock }: { db: Database; clock: Clock },
  { partnerId, tillId }: { partnerId: number; tillId: string },
): Promise<Till> {
  return db.transaction((tx) => revokeTillRow(tx, { partnerId, tillId, now: clock.now() }))
}
