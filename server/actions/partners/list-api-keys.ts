import { listApiKeys as listApiKeyRows, type ApiKey } from '../../database/api-keys.ts'
import type { Reader } from '../../database/engine/client.ts'
import { findPartner } from '../../database/partners.ts'
import { Rejection } from '../../domain/rejection.ts'

/** Keys that are listed, newest first: more than any partner has tills in one region. */
export const KEYS_LISTED_MAX = 200

/** Lists the keys of a partner, revoked ones included. */
export async function listApiKeys({ db }: { db: Reader }, { partnerId }: { partnerId: number }): Promise<ApiKey[]> {
  if ((await findPartner(db, partnerId)) === null) throw new Rejection('partner_unknown', { partnerId })
  return listApiKeyRows(db, partnerId, KEYS_LISTED_MAX)
}
