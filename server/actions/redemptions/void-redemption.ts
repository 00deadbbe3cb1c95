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
 * Gives held points free again, expired or not, frozen or not, and keeps who asked for it: the partner, the member who
 * declined, or whoever had the approval link: its secret is known to the till that shows it, so it does not speak for the member. Done again, by whomever, it gives the first answer.
 */
export function voidRedemption(
  { redemptionIntake }: { redemptionIntake: RedemptionIntake },
  named: NamedRedemption,
  voidedBy: NonNullable<Redemption['voidedBy']>,
): Promise<RedemptionDetails> {
  return changeRedemption(redemptionIntake, named, (locked) => voidLocked(locked, voidedBy))
}

function voidLocked({ redemption, now }: LockedRedemption, voidedBy: Redemption['voidedBy']): Redemption {
  if (redemption.state === 'voided') return redemption
  if (redemption.state === 'captured') throw new Rejection('redemption_captured')
  return { ...redemption, state: 'voided', voidedAt: now, voidedBy }
}
