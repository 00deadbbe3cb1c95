import { listRedemptionsByReferences } from '../../database/redemptions.ts'
import { Rejection } from '../../domain/rejection.ts'
import { type RedemptionDetails } from './list-redemption-details.ts'

import { type ReadRedemptionDeps, redemptionDetails } from './read-redemption.ts'

/** A redemption of one partner, by the till's own reference. */
export async function findRedemption(
  deps: ReadRedemptionDeps,
  named: { partnerId: number; reference: string },
): Promise<RedemptionDetails> {
  const [found] = await listRedemptionsByReferences(deps.db, [named])
  if (found === undefined) throw new Rejection('redemption_unknown')
  return redemptionDetails(deps, found.id)
}
