import type { Hex } from 'viem'

import type { Event } from '../contracts.ts'

export const STATUS = { unknown: 0, active: 1, suspended: 2, left: 3 } as const

/** A price that holds from a month on. */
export interface Price {
  readonly month: number
  /** Millionths of a minor unit per point. */
  readonly issuePrice: bigint
  readonly redeemPrice: bigint
}

/** A partner as the registry's events and the batches give it. */
export interface Partner {
  readonly id: number
  readonly name: string
  status: number
  issuerKey: Hex
  redemptionKey: Hex
  allowance: bigint
  dailyLimit: bigint
  nextEntry: bigint
  /** Whether points of it were ever issued or redeemed. */
  booked: boolean
  /** In order of months. */
  readonly prices: Price[]
  /** What was issued at once and has not come back yet, and when that was reckoned. */
  used: bigint
  usedAt: number
}

/** What a partner did in a month. */
export interface MonthFigures {
  issued: bigint
  reversed: bigint
  redeemed: bigint
  restored: bigint
}

const DAY_SECONDS = 86_400n

/** All partners, and their months. */
export class Partners {
  readonly byId = new Map<number, Partner>()
  readonly #months = new Map<number, Map<number, MonthFigures>>()

  /** Applies an event of the registry. */
  apply({ name, args }: Event, timestamp: number): void {
    const id = Number(args['id'])
    if (name === 'PartnerRegistered') {
      this.byId.set(id, newPartner(id, args, timestamp))
      return
    }
    const partner = this.byId.get(id)
    if (partner === undefined) return
    if (name === 'PartnerStatusChanged') partner.status = Number(args['status'])
    if (name === 'PartnerIssuerKeyChanged') partner.issuerKey = args['issuerKey'] as Hex
    if (name === 'PartnerRedemptionKeyChanged') partner.redemptionKey = args['redemptionKey'] as Hex
    if (name === 'PartnerAllowanceRaised') partner.allowance += args['points'] as bigint
    if (name === 'PartnerAllowanceLowered') partner.allowance -= args['points'] as bigint
    if (name === 'PartnerPricesChanged') setPrice(partner.prices, args)
    if (name === 'PartnerDailyLimitChanged') {
      // What came back until now came back at the old rate.
      partner.used = usedAt(partner, timestamp)
      partner.usedAt = timestamp
      partner.dailyLimit = args['points'] as bigint
    }
  }

  /** Books a batch of a partner, allowed or not. */
  bookBatch(
    partner: Partner,
    batch: { entryCount: bigint; credited: bigint; debited: bigint; month: number; timestamp: number },
  ): void {
    partner.nextEntry += batch.entryCount
    partner.allowance -= batch.credited
    partner.booked = true
    partner.used = usedAt(partner, batch.timestamp) + batch.credited
    partner.usedAt = batch.timestamp
    const month = this.monthOf(partner.id, batch.month)
    month.issued += batch.credited
    month.reversed += batch.debited
  }

  /** A partner's figures of a month, to be added to. */
  monthOf(id: number, month: number): MonthFigures {
    const months = this.#months.get(id) ?? new Map<number, MonthFigures>()
    this.#months.set(id, months)
    const figures = months.get(month) ?? { issued: 0n, reversed: 0n, redeemed: 0n, restored: 0n }
    months.set(month, figures)
    return figures
  }

  /** All months of a partner in which something was counted. */
  monthsOf(id: number): readonly (readonly [month: number, figures: MonthFigures])[] {
    return [...(this.#months.get(id) ?? [])].filter(([, figures]) => !isNothing(figures)).sort(([a], [b]) => a - b)
  }
}

/** Whether nothing was counted. */
export function isNothing({ issued, reversed, redeemed, restored }: MonthFigures): boolean {
  return issued === 0n && reversed === 0n && redeemed === 0n && restored === 0n
}

/** What a partner issued and what has not come back yet: all of a daily limit comes back evenly in 24 hours. */
export function usedAt({ used, usedAt: since, dailyLimit }: Partner, timestamp: number): bigint {
  const back = (BigInt(timestamp - since) * dailyLimit) / DAY_SECONDS
  return back >= used ? 0n : used - back
}

/** The price that holds in a month; zeros while there is none. */
export function priceIn(prices: readonly Price[], month: number): Price {
  return prices.findLast((price) => price.month <= month) ?? { month, issuePrice: 0n, redeemPrice: 0n }
}

function setPrice(prices: Price[], args: Event['args']): void {
  const price = {
    month: Number(args['month']),
    issuePrice: args['issuePrice'] as bigint,
    redeemPrice: args['redeemPrice'] as bigint,
  }
  if (prices.at(-1)?.month === price.month) prices.pop()
  prices.push(price)
}

function newPartner(id: number, args: Event['args'], timestamp: number): Partner {
  return {
    id,
    name: args['name'] as string,
    status: STATUS.active,
    issuerKey: args['issuerKey'] as Hex,
    redemptionKey: args['redemptionKey'] as Hex,
    allowance: 0n,
    dailyLimit: 0n,
    nextEntry: 1n,
    booked: false,
    prices: [],
    used: 0n,
    usedAt: timestamp,
  }
}
