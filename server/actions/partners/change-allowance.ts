import { sumAllowance } from '../../database/calls.ts'
import { listLeaving } from '../../database/departures.ts'
import type { Database } from '../../database/engine/client.ts'
import { lockPartner, type Partner } from '../../database/partners.ts'
import { LOT_POINTS_MAX } from '../../domain/batches.ts'
import { Rejection } from '../../domain/rejection.ts'
import { appendOperatorCalls, type OperatorDeps } from './operator-calls.ts'

/** No allowance is larger: the ledger's supply has no room for more in an epoch, so a batch of it could never be posted. */
export const ALLOWANCE_POINTS_MAX = LOT_POINTS_MAX

/** Refuses what cannot be an allowance, a change of one, or a daily limit; of one that is there already, `given` is left. */
export function checkAllowance(points: bigint, given = 0n): void {
  const pointsMax = ALLOWANCE_POINTS_MAX - given
  if (points < 1n || points > pointsMax)
    throw new Rejection('allowance_out_of_range', {
      points: String(points),
      pointsMin: '1',
      pointsMax: String(pointsMax),
    })
}

export interface AllowanceChange {
  readonly partnerId: number
  readonly change: 'raise' | 'lower' | 'set_daily_limit'
  readonly points: bigint
}

const ACTS = { raise: 'raise_allowance', lower: 'lower_allowance', set_daily_limit: 'set_daily_limit' } as const

/** Raises or lowers what a partner may still issue, or sets its daily limit: raised and lowered, so that no figure is overwritten unseen. */
export async function changeAllowance(
  deps: OperatorDeps & { readonly db: Database },
  { partnerId, change, points }: AllowanceChange,
): Promise<Partner> {
  checkAllowance(points)
  return deps.db.transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerId)
    if (partner === null) throw new Rejection('partner_unknown', { partnerId })
    if (partner.status === 'left') throw new Rejection('partner_left', { partnerId })
    // What it may issue is being taken away; see server/relayer/follow-departures.ts.
    if (change !== 'lower' && (await listLeaving(tx, [partnerId])).has(partnerId))
      throw new Rejection('partner_leaving', { partnerId })
    if (change === 'raise') checkAllowance(points, await sumAllowance(tx, partnerId))
    await appendOperatorCalls(tx, deps, partnerId, [{ name: ACTS[change], points }])
    return partner
  })
}
