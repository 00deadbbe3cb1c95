import { type Charity, listCharities as listCharityRows } from '../../database/charities.ts'
import type { Reader } from '../../database/engine/client.ts'

/** Charities that are listed at once: an operator knows each of them. */
const CHARITIES_MAX = 1_000

/** Lists the charities to which points can be given. */
export function listCharities({ db }: { db: Reader }): Promise<Charity[]> {
  return listCharityRows(db, CHARITIES_MAX)
}
