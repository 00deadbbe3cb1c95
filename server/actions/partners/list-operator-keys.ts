import { listApiKeys as listApiKeyRows, type ApiKey } from '../../database/api-keys.ts'
import type { Reader } from '../../database/engine/client.ts'
import { cutPage, type Moment, type Page } from '../../domain/pages.ts'

/** Lists the keys of operators, newest first, revoked ones included. */
export async function listOperatorKeys(
  { db }: { db: Reader },
  { before, rowsMax }: { before: Moment | null; rowsMax: number },
): Promise<Page<ApiKey, Moment>> {
  const found = await listApiKeyRows(db, { partnerId: null, before, rowsMax: rowsMax + 1 })
  return cutPage(found, rowsMax, ({ createdAt, id }) => ({ at: createdAt, id }))
}
