import type { Reader } from '../../database/engine/client.ts'
import { findRedemption, listRedemptionsByReferences } from '../../database/redemptions.ts'
import { assert } from '../../domain/assert.ts'
import { Rejection } from '../../domain/rejection.ts'
import { type SeeDeps, seeRedemptions, type SeenRedemption } from './see-redemptions.ts'

interface ReadDeps extends SeeDeps {
  readonly db: Reader
}

/** A redemption of one partner. Another's is as unknown as none. */
export async function readRedemption(
  deps: ReadDeps,
  { partnerId, redemptionId }: { partnerId: number; redemptionId: string },
): Promise<SeenRedemption> {
  const found = await findRedemption(deps.db, redemptionId)
  if (found?.partnerId !== partnerId) throw new Rejection('redemption_unknown')
  return see(deps, found.id)
}

/** The same, by the till's own reference. */
export async function readRedemptionByReference(
  deps: ReadDeps,
  named: { partnerId: number; reference: string },
): Promise<SeenRedemption> {
  const [found] = await listRedemptionsByReferences(deps.db, [named])
  if (found === undefined) throw new Rejection('redemption_unknown')
  return see(deps, found.id)
}

async function see(deps: ReadDeps, id: string): Promise<SeenRedemption> {
  const seen = (await seeRedemptions(deps.db, deps, [id])).get(id)
  assert(seen !== undefined, 'a redemption stays')
  return seen
}
