import { insertCharity, type Charity } from '../../database/charities.ts'
import type { Database } from '../../database/engine/client.ts'
import type { Clock, Ids } from '../../domain/environment.ts'

/** Lists a charity that members may give points to. */
export async function addCharity(
  { db, clock, ids }: { db: Database; clock: Clock; ids: Ids },
  { name }: { name: string },
): Promise<Charity> {
  return db.transaction((tx) => insertCharity(tx, { id: ids.next(), name, createdAt: clock.now(), closedAt: null }))
}
