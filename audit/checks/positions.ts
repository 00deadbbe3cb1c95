import type { MonthFigures, Price } from '../replay/partners.ts'

/** Prices are in millionths of a minor unit. */
const PRICE_UNIT = 1_000_000n

export const POSITION_STATES = ['none', 'open', 'disputed', 'settled'] as const

/** What a partner's month comes to, in minor units of the clearing currency. */
export interface Legs {
  /** From the partner to the pool. */
  readonly dueFrom: bigint
  /** From the pool to the partner. */
  readonly dueTo: bigint
  readonly net: bigint
}

/** A closed position as the events give it. */
export interface Position {
  readonly net: bigint
  state: 'open' | 'disputed' | 'settled'
  /** How many acts the partner made on it. */
  sequence: bigint
  partnerPayment: string | null
  operatorPayment: string | null
}

/** The legs of a month: each is exact, then rounded once to the nearest minor unit, halves away from zero. */
export function legsOf({ issued, reversed, redeemed, restored }: MonthFigures, price: Price): Legs {
  const dueFrom = amountOf(issued - reversed, price.issuePrice)
  const dueTo = amountOf(redeemed - restored, price.redeemPrice)
  return { dueFrom, dueTo, net: dueTo - dueFrom }
}

function amountOf(points: bigint, price: bigint): bigint {
  const size = points < 0n ? -points : points
  const amount = (size * price + PRICE_UNIT / 2n) / PRICE_UNIT
  return points < 0n ? -amount : amount
}

/** The state of a position before anybody paid or disputed it. */
export function unpaid(net: bigint): 'open' | 'settled' {
  return net === 0n ? 'settled' : 'open'
}
