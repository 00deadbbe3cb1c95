import { amountOf } from './net-month.ts'

/** Points of a month that members of a partner gave to a charity, less what was given back to them. */
export interface DonatedPoints {
  readonly charityId: string
  readonly charityName: string
  /** Negative where more was given back in the month than was given. */
  readonly points: bigint
}

/** What a partner's donations of a month come to. */
export interface Donations {
  /** By charity, in the order of their ids. */
  readonly charities: readonly CharityShare[]
  /** What the operator pays the charities in the partner's place. */
  readonly totalMinor: bigint
}

export interface CharityShare {
  readonly id: string
  readonly name: string
  readonly points: bigint
  /** points x the partner's redeem price, rounded once to a minor unit, halves away from zero. */
  readonly grossMinor: bigint
}

/** Sums a partner's donations at its redeem price of the month, in millionths of a minor unit. */
export function sumDonations(donated: readonly DonatedPoints[], redeemMicros: bigint): Donations {
  const charities = donated
    .map(({ charityId, charityName, points }) => shareOf(charityId, charityName, points, redeemMicros))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
  return { charities, totalMinor: charities.reduce((sum, { grossMinor }) => sum + grossMinor, 0n) }
}

function shareOf(id: string, name: string, points: bigint, redeemMicros: bigint): CharityShare {
  return { id, name, points, grossMinor: amountOf(points, redeemMicros) }
}
