import { Refusal } from './plain-ledger.ts'
import type { PlainLog } from './plain-ledger.ts'

const statuses = ['unknown', 'active', 'suspended', 'left'] as const
const daySeconds = 86_400n
const priceLimit = 2n ** 80n

/** A partner, written down plainly. */
export interface PlainPartner {
  status: (typeof statuses)[number]
  nextEntry: bigint
  allowance: bigint
  dailyLimit: bigint
  used: bigint
  usedAt: bigint
  months: Map<number, Record<'issued' | 'reversed', bigint>>
  /** Those that were said, each with the month from which it holds. */
  prices: ({ month: number } & PlainPrices)[]
}

/** Millionths of a minor unit. */
interface PlainPrices {
  issuePrice: bigint
  redeemPrice: bigint
}

/** The registry, written down plainly; `now` is moved by whoever keeps the clock. */
export class PlainRegistry {
  now = 0n
  logs: PlainLog[] = []
  readonly partners = new Map<number, PlainPartner>()

  register(id: number): void {
    this.partners.set(id, {
      status: 'active',
      nextEntry: 1n,
      allowance: 0n,
      dailyLimit: 0n,
      used: 0n,
      usedAt: this.now,
      months: new Map(),
      prices: [],
    })
  }

  statusNumber(partner: PlainPartner): number {
    return statuses.indexOf(partner.status)
  }

  month(): number {
    const date = new Date(Number(this.now) * 1000)
    return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth()
  }

  totals(partner: PlainPartner, month = this.month()) {
    const none = { issued: 0n, reversed: 0n }
    const totals = partner.months.get(month) ?? none
    partner.months.set(month, totals)
    return totals
  }

  known(id: number): PlainPartner {
    const partner = this.partners.get(id)
    if (!partner) throw new Refusal('PartnerUnknown', [id])
    return partner
  }

  present(id: number): PlainPartner {
    const partner = this.known(id)
    if (partner.status === 'left') throw new Refusal('PartnerNotActive', [id, 3])
    return partner
  }

  checkEntry(id: number, firstEntry: bigint): PlainPartner {
    const partner = this.known(id)
    if (partner.status !== 'active') throw new Refusal('PartnerNotActive', [id, this.statusNumber(partner)])
    if (partner.nextEntry !== firstEntry)
      throw new Refusal('UnexpectedEntryNumber', [id, partner.nextEntry, firstEntry])
    return partner
  }

  available(partner: PlainPartner): bigint {
    const used = this.usedOf(partner)
    return partner.dailyLimit > used ? partner.dailyLimit - used : 0n
  }

  private usedOf({ used, usedAt, dailyLimit }: PlainPartner): bigint {
    const refilled = ((this.now - usedAt) * dailyLimit) / daySeconds // rounds down, against the partner
    return used > refilled ? used - refilled : 0n
  }

  checkLimits(id: number, credited: bigint): void {
    const partner = this.known(id)
    if (credited > partner.allowance) throw new Refusal('PartnerAllowanceExceeded', [id, partner.allowance, credited])
    const available = this.available(partner)
    if (credited > available) throw new Refusal('PartnerDailyLimitExceeded', [id, available, credited])
  }

  recordBatch(id: number, entryCount: bigint, credited: bigint, debited: bigint): void {
    const partner = this.known(id)
    if (credited !== 0n) Object.assign(partner, { used: this.usedOf(partner) + credited, usedAt: this.now })
    partner.nextEntry += entryCount
    partner.allowance -= credited
    const totals = this.totals(partner)
    totals.issued += credited
    totals.reversed += debited
  }

  changeStatus(id: number, from: 'active' | 'suspended', to: 'active' | 'suspended'): void {
    const partner = this.known(id)
    if (partner.status !== from) {
      throw new Refusal('StatusUnchangeable', [id, this.statusNumber(partner), statuses.indexOf(to)])
    }
    partner.status = to
    this.logs.push({ name: 'PartnerStatusChanged', args: [id, statuses.indexOf(to)] })
  }

  raise(id: number, points: bigint): void {
    const partner = this.present(id)
    partner.allowance += points
    this.logs.push({ name: 'PartnerAllowanceRaised', args: [id, points, partner.allowance] })
  }

  lower(id: number, points: bigint): void {
    const partner = this.known(id)
    const lowered = points < partner.allowance ? points : partner.allowance
    partner.allowance -= lowered
    this.logs.push({ name: 'PartnerAllowanceLowered', args: [id, lowered, partner.allowance] })
  }

  setDailyLimit(id: number, points: bigint): void {
    const partner = this.present(id)
    Object.assign(partner, { used: this.usedOf(partner), usedAt: this.now, dailyLimit: points })
    this.logs.push({ name: 'PartnerDailyLimitChanged', args: [id, points] })
  }

  /** For months to come; of the running one the first alone, before anything was booked. */
  setPrices(id: number, month: number, prices: PlainPrices): void {
    const partner = this.present(id)
    const last = partner.prices.at(-1)
    const isFirst = last === undefined && month === this.month() && partner.nextEntry === 1n
    if (month <= this.month() && !isFirst) throw new Refusal('PriceMonthPassed', [id, month])
    if (last !== undefined && month < last.month) throw new Refusal('PriceMonthOutOfOrder', [id, last.month, month])
    const { issuePrice, redeemPrice } = prices
    if (issuePrice >= priceLimit || redeemPrice >= priceLimit)
      throw new Refusal('PriceTooHigh', [id, issuePrice, redeemPrice])
    partner.prices.push({ month, ...prices })
    this.logs.push({ name: 'PartnerPricesChanged', args: [id, month, issuePrice, redeemPrice] })
  }

  pricesOf(id: number, month: number): PlainPrices {
    const said = this.partners.get(id)?.prices.findLast((each) => each.month <= month)
    return said ?? { issuePrice: 0n, redeemPrice: 0n }
  }
}
