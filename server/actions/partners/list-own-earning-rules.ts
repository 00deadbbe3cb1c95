import type { StoredEarningRule } from '../../database/earning-rules.ts'
import type { Reader } from '../../database/engine/client.ts'
import { listEarningRules } from './list-earning-rules.ts'

/** All versions of the earning rules of whoever asks, newest first. */
export function listOwnEarningRules(
  deps: { db: Reader },
  { partnerId }: { partnerId: number },
): Promise<StoredEarningRule[]> {
  return listEarningRules(deps, partnerId)
}
