import { listApiKeys as listApiKeyRows, type ApiKey } from '../../database/api-keys.ts'
import type { Reader } from '../../database/engine/client.ts'
import { findPartner } from '../../database/partners.ts'
import { cutPage, type Moment, type Page } from '../../domain/pages.ts'
import { Rejection } from '../../domain/rejection.ts'

/** Lists the keys of a partner, newest first, revoked ones included. */
export async function listApiKeys(
  { db }: { db: Reader },
  { partnerId, before, rowsMax }: { partnerId: number; before: Moment | null; rowsMax: number },
): Promise<Page<ApiKey, Moment>> {
  if ((await findPartner(db, partnerId)) === null) throw new Rejection('partner_unknown', { partnerId })
  const found = await listApiKeyRows(db, { partnerId, before, rowsMax: rowsMax + 1 })
  return cutPage(found, rowsMax, ({ createdAt, id }) => ({ at: createdAt, id }))
}
