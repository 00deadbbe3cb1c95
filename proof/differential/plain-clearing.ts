import { Refusal } from './plain-ledger.ts'
import type { PlainLog } from './plain-ledger.ts'
import type { PlainRegistry } from './plain-registry.ts'

export const graceSeconds = 2n * 86_400n
export const disputeWindowSeconds = 14n * 86_400n
const gapMax = 1_000
const noPayment = `0x${'00'.repeat(32)}`

/** As the contract numbers them. */
export const [open, disputed] = [1, 2] as const
const [none, settled] = [0, 3] as const
const [ofPartner, ofOperator] = [0, 1] as const

/** A partner's month, written down plainly. */
interface PlainPosition {
  state: number
  net: bigint
  sequence: bigint
  partnerPayment: string
  operatorPayment: string
}

/** What the puppet in the redemption module's place says of a month (`Driver.redemptionTotals`). */
function redemptionsIn(id: number, month: number): [redeemed: bigint, restored: bigint] {
  const redeemed = (id + month) % 3 === 0 ? 0 : (id * 31 + month * 17) % 977
  return [BigInt(redeemed), BigInt((id + month) % 5 < 3 ? 0 : (id * 13 + month * 7) % 41)]
}

/** Millionths to the nearest whole, halves away from zero. */
function wholeOf(micros: bigint): bigint {
  const rest = micros % 1_000_000n
  return micros / 1_000_000n + (rest >= 500_000n ? 1n : rest <= -500_000n ? -1n : 0n)
}

/** Closings, marks and disputes, written down plainly. `Clearing` must agree with it. */
export class PlainClearing {
  logs: PlainLog[] = []
  nextPartner = 1
  private lastPartner = 0
  private nets: bigint[] = []
  private readonly positions = new Map<string, PlainPosition>()
  private readonly months = new Map<number, { closedAt: bigint; pool: bigint; positions: bigint }>()
  private readonly registry: PlainRegistry
  month: number

  constructor(registry: PlainRegistry, firstMonth: number) {
    this.registry = registry
    this.month = firstMonth
  }

  private log(name: string, ...args: unknown[]): void {
    this.logs.push({ name, args })
  }

  monthOf(month: number) {
    return this.months.get(month) ?? { closedAt: 0n, pool: 0n, positions: 0n }
  }

  positionOf(month: number, id: number): PlainPosition {
    const unknown = { state: none, net: 0n, sequence: 0n, partnerPayment: noPayment, operatorPayment: noPayment }
    return this.positions.get(`${month} ${id}`) ?? unknown
  }

  legsOf(month: number, id: number): bigint[] {
    const partner = this.registry.partners.get(id)
    const { issued, reversed } = partner ? this.registry.totals(partner, month) : { issued: 0n, reversed: 0n }
    const [redeemed, restored] = redemptionsIn(id, month)
    const { issuePrice, redeemPrice } = this.registry.pricesOf(id, month)
    const dueFrom = wholeOf((issued - reversed) * issuePrice)
    const dueTo = wholeOf((redeemed - restored) * redeemPrice)
    return [issued, reversed, redeemed, restored, issuePrice, redeemPrice, dueFrom, dueTo, dueTo - dueFrom]
  }

  closeMonth(month: number, partnersMax: bigint): void {
    if (month !== this.month) throw new Refusal('MonthOutOfOrder', [this.month, month])
    const end = BigInt(Date.UTC(1970, month + 1) / 1000)
    if (this.registry.now < end + graceSeconds) throw new Refusal('MonthNotOver', [month])
    if (partnersMax === 0n) throw new Refusal('PartnersMaxZero')
    for (let done = 0n; done < partnersMax && !this.isThrough(); done += 1n) {
      this.closePosition(this.nextPartner)
      this.nextPartner += 1
    }
    if (!this.isThrough()) return
    const [pool, positions] = [-this.nets.reduce((sum, net) => sum + net, 0n), BigInt(this.nets.length)]
    this.months.set(month, { closedAt: this.registry.now, pool, positions })
    this.log('MonthClosed', month, pool, positions)
    this.lastPartner = this.nextPartner - 1
    ;[this.month, this.nextPartner, this.nets] = [month + 1, 1, []]
  }

  private isThrough(): boolean {
    return this.nextPartner > this.lastPartner && !this.registry.partners.has(this.nextPartner)
  }

  private closePosition(id: number): void {
    const legs = this.legsOf(this.month, id)
    if (legs.slice(0, 4).every((points) => points === 0n)) return
    const net = legs[8]!
    this.nets.push(net)
    const state = net === 0n ? settled : open
    this.positions.set(`${this.month} ${id}`, { ...this.positionOf(this.month, id), state, net })
    this.log('PositionClosed', this.month, id, ...legs)
  }

  extendTo(id: number): void {
    if (id <= this.lastPartner || id > this.lastPartner + gapMax)
      throw new Refusal('PartnerOutOfReach', [id, this.lastPartner])
    this.registry.known(id)
    this.lastPartner = id
    this.log('PartnersExtended', id)
  }

  private known(month: number, id: number): PlainPosition {
    const position = this.positionOf(month, id)
    if (position.state === none) throw new Refusal('PositionUnknown', [month, id])
    return position
  }

  private countAct(position: PlainPosition, id: number, month: number, act: { sequence: bigint; signed: boolean }) {
    if (act.sequence !== position.sequence)
      throw new Refusal('UnexpectedSequence', [month, id, position.sequence, act.sequence])
    if (!act.signed) throw new Refusal('SignatureInvalid', [id])
    position.sequence += 1n
  }

  /** By the operator if it is no act that the partner signed. */
  mark(month: number, id: number, payment: string, act?: { sequence: bigint; signed: boolean }): void {
    const position = this.known(month, id)
    if (position.state !== open) throw new Refusal('PositionNotOpen', [month, id, position.state])
    if (payment === noPayment) throw new Refusal('PaymentZero')
    if (act) this.countAct(position, id, month, act)
    position[act ? 'partnerPayment' : 'operatorPayment'] = payment
    this.log('PaymentMarked', month, id, act ? ofPartner : ofOperator, payment)
    if (position.partnerPayment !== position.operatorPayment) return
    position.state = settled
    this.log('PositionSettled', month, id, position.net, payment)
  }

  dispute(month: number, id: number, reason: string, act: { sequence: bigint; signed: boolean }): void {
    const position = this.known(month, id)
    const isEven = position.state === settled && position.net === 0n
    if (position.state !== open && !isEven) throw new Refusal('PositionNotOpen', [month, id, position.state])
    const { closedAt } = this.monthOf(month)
    const until = closedAt + disputeWindowSeconds
    if (closedAt !== 0n && this.registry.now > until)
      throw new Refusal('DisputeWindowPassed', [month, until, this.registry.now])
    this.countAct(position, id, month, act)
    position.state = disputed
    this.log('PositionDisputed', month, id, reason)
  }

  private disputed(month: number, id: number): PlainPosition {
    const position = this.known(month, id)
    if (position.state !== disputed) throw new Refusal('PositionNotDisputed', [month, id, position.state])
    return position
  }

  withdraw(month: number, id: number, act: { sequence: bigint; signed: boolean }): void {
    const position = this.disputed(month, id)
    this.countAct(position, id, month, act)
    position.state = position.net === 0n ? settled : open
    this.log('DisputeWithdrawn', month, id)
  }

  resolve(month: number, id: number, outcome: string): void {
    const position = this.disputed(month, id)
    position.state = position.net === 0n ? settled : open
    this.log('DisputeResolved', month, id, outcome)
  }
}
