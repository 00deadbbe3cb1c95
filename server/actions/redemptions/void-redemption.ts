import type { Redemption } from '../../database/redemptions.ts'
import { Rejection } from '../../domain/rejection.ts'
import {
  changeRedemption,
  type LockedRedemption,
  type NamedRedemption,
  type RedemptionIntake,
} from './change-redemptions.ts'
import type { RedemptionDetails } from './list-redemption-details.ts'

/**
 * Gives held points free again, expired or not, frozen or not, and keeps who asked for it: the partner, or the member who
 * declined. Done again, by whomever, it gives the first answer.
 */
export function voidRedemption(
  { redemptionIntake }: { redemptionIntake: RedemptionIntake },
  named: NamedRedemption,
  voidedBy: 'partner' | 'member',
): Promise<RedemptionDetails> {
  return changeRedemption(redemptionIntake, named, (locked) => voidLocked(locked, voidedBy))
}

function voidLocked({ redemption, now }: LockedRedemption, voidedBy: 'partner' | 'member'): Redemption {
  if (redemption.state === 'voided') return redemption
  if (redemption.state === 'captured') throw new Rejection('redemption_captured')
  return { ...redemption, state: 'voided', voidedAt: now, voidedBy }
}
