import type { Redemption } from '../../database/redemptions.ts'
import { Rejection } from '../../domain/rejection.ts'
import {
  type Changed,
  changeRedemption,
  type KeyedChange,
  type LockedRedemption,
  type NamedRedemption,
  type RedemptionIntake,
} from './change-redemptions.ts'

/**
 * Gives held points free again, expired or not, frozen or not, and keeps who asked for it: the partner, the member who
 * declined, or whoever had the approval link: its secret is known to the till that shows it, so it does not speak for the member. Done again, by whomever, it gives the first answer.
 */
export function voidRedemption(
  { redemptionIntake }: { redemptionIntake: RedemptionIntake },
  named: NamedRedemption,
  voidedBy: NonNullable<Redemption['voidedBy']>,
  keyed: KeyedChange | null = null,
): Promise<Changed> {
  return changeRedemption(redemptionIntake, { ...named, keyed }, (locked) => voidLocked(locked, voidedBy))
}

function voidLocked({ redemption, now }: LockedRedemption, voidedBy: Redemption['voidedBy']): Redemption {
  if (redemption.state === 'voided') return redemption
  if (redemption.state === 'captured') throw new Rejection('redemption_captured')
  return { ...redemption, state: 'voided', voidedAt: now, voidedBy }
}
