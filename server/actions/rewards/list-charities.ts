import { type Charity, listCharities as listCharityRows } from '../../database/charities.ts'
import type { Reader } from '../../database/engine/client.ts'
import { cutPage, type Page } from '../../domain/pages.ts'

/** Lists the charities to which points can be given, by name. */
export async function listCharities(
  { db }: { db: Reader },
  { after, rowsMax }: { after: string | null; rowsMax: number },
): Promise<Page<Charity, string>> {
  return cutPage(await listCharityRows(db, { after, rowsMax: rowsMax + 1 }), rowsMax, ({ name }) => name)
}
