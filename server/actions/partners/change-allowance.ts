import type { Database } from '../../database/engine/client.ts'
import { lockPartner, type Partner } from '../../database/partners.ts'
import { Rejection } from '../../domain/rejection.ts'
import { appendOperatorCalls, type OperatorDeps } from './operator-calls.ts'

/** No allowance and no change of one is larger: well inside the contract's 64 bits, and exact in any program. */
export const ALLOWANCE_POINTS_MAX = 1_000_000_000_000n

/** Refuses what cannot be an allowance, a change of one, or a daily limit. */
export function checkAllowance(points: bigint): void {
  if (points < 1n || points > ALLOWANCE_POINTS_MAX)
    throw new Rejection('allowance_out_of_range', {
      points: String(points),
      pointsMin: '1',
      pointsMax: String(ALLOWANCE_POINTS_MAX),
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
    await appendOperatorCalls(tx, deps, partnerId, [{ name: ACTS[change], points }])
    return partner
  })
}
