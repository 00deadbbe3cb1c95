import type { ApiKey } from '../../database/api-keys.ts'
import type { Reader } from '../../database/engine/client.ts'
import type { Moment, Page } from '../../domain/pages.ts'
import { listApiKeys } from './list-api-keys.ts'

/** Lists the keys of the caller's own partner, newest first, revoked ones included. */
export function listOwnKeys(
  deps: { db: Reader },
  asked: { partnerId: number; before: Moment | null; rowsMax: number },
): Promise<Page<ApiKey, Moment>> {
  return listApiKeys(deps, asked)
}
