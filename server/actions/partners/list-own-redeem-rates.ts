import type { Reader } from '../../database/engine/client.ts'
import type { StoredRedeemRate } from '../../database/redeem-rates.ts'
import { listRedeemRates } from './list-redeem-rates.ts'

/** All versions of what points are worth at whoever asks, newest first. */
export function listOwnRedeemRates(
  deps: { db: Reader },
  { partnerId }: { partnerId: number },
): Promise<StoredRedeemRate[]> {
  return listRedeemRates(deps, partnerId)
}
