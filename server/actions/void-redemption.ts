import type { Redemption } from '../database/redemptions.ts'
import { Rejection } from '../domain/rejection.ts'
import {
  changeRedemption,
  type LockedRedemption,
  type NamedRedemption,
  type RedemptionIntake,
} from './change-redemptions.ts'
import type { SeenRedemption } from './see-redemptions.ts'

/** Gives held points free again, expired or not, frozen or not. Done again, it gives the same answer. */
export function voidRedemption(
  { redemptionIntake }: { redemptionIntake: RedemptionIntake },
  named: NamedRedemption,
): Promise<SeenRedemption> {
  return changeRedemption(redemptionIntake, named, voidLocked)
}

function voidLocked({ redemption, now }: LockedRedemption): Redemption {
  if (redemption.state === 'voided') return redemption
  if (redemption.state === 'captured') throw new Rejection('redemption_captured')
  return { ...redemption, state: 'voided', voidedAt: now }
}
