import type { Reader } from '../../database/engine/client.ts'
import { listTillsOfPartner, type Till } from '../../database/tills.ts'

/** Tills that a list shows: all that may sign, and the same number of revoked ones at least. */
export const TILLS_LISTED_MAX = 400

/** The tills of a partner, newest first. */
export async function listTills({ db }: { db: Reader }, partnerId: number): Promise<Till[]> {
  return listTillsOfPartner(db, { partnerId, rowsMax: TILLS_LISTED_MAX })
}
