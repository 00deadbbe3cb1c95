import type { Reader } from '../../database/engine/client.ts'
import { findRedemption } from '../../database/redemptions.ts'
import { assert } from '../../domain/assert.ts'
import { Rejection } from '../../domain/rejection.ts'
import { type RedemptionDetailsDeps, listRedemptionDetails, type RedemptionDetails } from './list-redemption-details.ts'

export interface ReadRedemptionDeps extends RedemptionDetailsDeps {
  readonly db: Reader
}

/** A redemption of one partner. Another's is as unknown as none. */
export async function readRedemption(
  deps: ReadRedemptionDeps,
  { partnerId, redemptionId }: { partnerId: number; redemptionId: string },
): Promise<RedemptionDetails> {
  const found = await findRedemption(deps.db, redemptionId)
  if (found?.partnerId !== partnerId) throw new Rejection('redemption_unknown')
  return redemptionDetails(deps, found.id)
}

/** Everything about a redemption that is there. */
export async function redemptionDetails(deps: ReadRedemptionDeps, id: string): Promise<RedemptionDetails> {
  const seen = (await listRedemptionDetails(deps.db, deps, [id])).get(id)
  assert(seen !== undefined, 'a redemption stays')
  return seen
}
