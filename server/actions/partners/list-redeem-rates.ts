import type { Reader } from '../../database/engine/client.ts'
import { findPartner } from '../../database/partners.ts'
import { listRedeemRates as listRateRows, type StoredRedeemRate } from '../../database/redeem-rates.ts'
import { Rejection } from '../../domain/rejection.ts'

/** All versions of what points are worth at a partner, newest first. */
export async function listRedeemRates({ db }: { db: Reader }, partnerId: number): Promise<StoredRedeemRate[]> {
  if ((await findPartner(db, partnerId)) === null) throw new Rejection('partner_unknown', { partnerId })
  return (await listRateRows(db, [partnerId])).toReversed()
}
