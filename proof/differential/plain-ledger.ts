/** The ledger, written down plainly: a number per account and epoch, nothing packed. `PointsToken` must agree with it. */

export const lotLimit = 2n ** 36n - 1n
export const nonceLimit = 2n ** 20n - 1n
const epochsLive = 6

/** A refusal: the name of the error and its arguments. */
export class Refusal extends Error {
  readonly args: unknown[]

  constructor(name: string, args: unknown[] = []) {
    super(name)
    this.args = args
  }
}

/** A log: the name of the event and its arguments. */
export interface PlainLog {
  name: string
  args: unknown[]
}

/** A member as the ledger knows it. */
export interface PlainAccount {
  lots: Map<number, bigint>
  nonce: bigint
  frozenByOperator: boolean
  frozenByMember: boolean
  successor: string | null
  /** The accounts that lead here. */
  former: string[]
  /** The epoch of the last change; null for an account that the ledger has never seen. */
  touched: number | null
}

/** An account and points, as records carry them. */
export interface PlainRecord {
  account: string
  points: bigint
}

const zero = '0x0000000000000000000000000000000000000000'
const spendOutcomes = ['spent', 'nonce', 'frozen', 'closed', 'insufficient'] as const
type SpendOutcome = (typeof spendOutcomes)[number]

/** The ledger at a moment; `epoch` is moved by whoever keeps the clock. */
export class PlainLedger {
  epoch = 1
  issuingPaused = false
  redeemingPaused = false
  logs: PlainLog[] = []
  private readonly accounts = new Map<string, PlainAccount>()
  /** The address that is kept for an account; it leads there, as a closed one does. */
  private readonly reservations = new Map<string, string>()

  account(address: string): PlainAccount {
    let account = this.accounts.get(address)
    if (!account) {
      account = {
        lots: new Map(),
        nonce: 0n,
        frozenByOperator: false,
        frozenByMember: false,
        successor: null,
        former: [],
        touched: null,
      }
      this.accounts.set(address, account)
    }
    return account
  }

  lotsAt(account: PlainAccount, epoch: number): bigint[] {
    return Array.from({ length: epochsLive }, (_, age) => account.lots.get(epoch - age) ?? 0n)
  }

  balanceOf(address: string): bigint {
    return sumOf(this.lotsAt(this.account(address), this.epoch))
  }

  totalSupply(): bigint {
    return sumOf([...this.accounts.keys()].map((address) => this.balanceOf(address)))
  }

  /** All points of the current epoch: no more than `lotLimit`. */
  supplyLot(): bigint {
    return sumOf([...this.accounts.values()].map(({ lots }) => lots.get(this.epoch) ?? 0n))
  }

  holderOf(address: string): string {
    const { successor } = this.account(address)
    return successor ?? address
  }

  /** What issuing and restoring refuse. */
  checkCredits(records: PlainRecord[], odd: number): void {
    if (odd !== 0) throw new Refusal('RecordsMalformed', [records.length * 26 + odd])
    for (const { account, points } of records) {
      if (points === 0n) throw new Refusal('PointsZero', [account])
      if (account === zero) throw new Refusal('AccountZero')
    }
    const total = sumOf(records.map(({ points }) => points))
    const lot = this.supplyLot()
    if (lot + total > lotLimit) throw new Refusal('SupplyLimitExceeded', [this.epoch, lot, total])
  }

  credit(records: PlainRecord[]): bigint {
    for (const { account, points } of records) {
      const holder = this.touch(this.holderOf(account))
      const { lots } = this.account(holder)
      lots.set(this.epoch, (lots.get(this.epoch) ?? 0n) + points)
      this.log('Transfer', zero, account, points)
      if (holder !== account) this.log('Transfer', account, holder, points)
    }
    return sumOf(records.map(({ points }) => points))
  }

  debit(partnerId: number, records: PlainRecord[]): bigint {
    let total = 0n
    for (const { account, points } of records) {
      const holder = this.holderOf(account)
      // A debit does not make an account known.
      if (this.account(holder).touched !== null) this.touch(holder)
      const newestFirst = Array.from({ length: epochsLive }, (_, age) => this.epoch - age)
      const taken = this.take(holder, newestFirst, points)
      if (holder !== account && taken !== 0n) this.log('Transfer', holder, account, taken)
      if (taken !== 0n) this.log('Transfer', account, zero, taken)
      if (taken !== points) this.log('DebitShortfall', partnerId, account, points - taken)
      total += taken
    }
    return total
  }

  /** @returns The outcome's number in the contract's enum. */
  spend(account: string, points: bigint, nonce: bigint): number {
    const outcome = this.judge(account, points, nonce)
    if (outcome === 'spent') {
      this.touch(account)
      this.account(account).nonce = nonce
      const oldestFirst = Array.from({ length: epochsLive }, (_, age) => this.epoch - epochsLive + 1 + age)
      this.take(account, oldestFirst, points)
      if (points !== 0n) this.log('Transfer', account, zero, points)
    }
    return spendOutcomes.indexOf(outcome)
  }

  private judge(address: string, points: bigint, nonce: bigint): SpendOutcome {
    const account = this.account(address)
    if (address === zero || account.successor !== null) return 'closed'
    if (account.frozenByOperator || account.frozenByMember) return 'frozen'
    if (nonce <= account.nonce || nonce > nonceLimit) return 'nonce'
    return this.balanceOf(address) < points ? 'insufficient' : 'spent'
  }

  move(from: string, to: string): bigint {
    if (this.redeemingPaused) throw new Refusal('RedeemingIsPaused')
    this.requireOpen(from)
    const kept = this.reservations.get(from)
    if (to === zero) throw new Refusal('AccountZero')
    if (from === to || (to !== kept && this.isUsed(to))) throw new Refusal('AccountUsed', [to])
    this.release(from)
    const target = this.account(to)
    this.touch(from)
    const source = this.account(from)
    const points = this.balanceOf(from)
    for (const [epoch, lot] of source.lots) target.lots.set(epoch, lot)
    Object.assign(target, {
      frozenByOperator: source.frozenByOperator,
      frozenByMember: source.frozenByMember,
      touched: this.epoch,
    })
    Object.assign(source, { frozenByOperator: false, frozenByMember: false, nonce: 0n })
    source.lots.clear()
    target.former = [...source.former, from]
    source.former = []
    for (const each of target.former) this.account(each).successor = to
    this.log('Transfer', from, to, points)
    this.log('AccountMoved', from, to, points)
    return points
  }

  /** Keeps an address for an account to move to; zero keeps none. */
  reserve(from: string, to: string): void {
    this.requireOpen(from)
    if (this.account(from).touched === null) throw new Refusal('AccountUnknown', [from])
    if (to !== zero && to !== this.reservations.get(from) && this.isUsed(to)) throw new Refusal('AccountUsed', [to])
    this.release(from)
    if (to === zero) return
    this.reservations.set(from, to)
    this.account(to).successor = from
  }

  reservationOf(address: string): string | null {
    return this.reservations.get(address) ?? null
  }

  private release(from: string): void {
    const to = this.reservations.get(from)
    if (to === undefined) return
    this.reservations.delete(from)
    this.account(to).successor = null
  }

  private isUsed(address: string): boolean {
    const { touched, successor } = this.account(address)
    return touched !== null || successor !== null
  }

  freeze(address: string, by: 'frozenByOperator' | 'frozenByMember', frozen: boolean): void {
    this.requireOpen(address)
    this.touch(address)
    const account = this.account(address)
    account[by] = frozen
    this.log('AccountFrozen', address, account.frozenByOperator || account.frozenByMember)
  }

  sweep(addresses: string[]): void {
    for (const address of addresses) {
      const account = this.account(address)
      if (account.successor === null && this.expiredOf(account) !== 0n) this.touch(address)
    }
  }

  private requireOpen(address: string): void {
    if (address === zero) throw new Refusal('AccountZero')
    if (this.account(address).successor !== null) throw new Refusal('AccountClosed', [address])
  }

  /** What an account's last change left behind and has expired since. */
  private expiredOf(account: PlainAccount): bigint {
    if (account.touched === null) return 0n
    const then = sumOf(this.lotsAt(account, account.touched))
    return then - sumOf(this.lotsAt(account, this.epoch))
  }

  private touch(address: string): string {
    const account = this.account(address)
    const expired = this.expiredOf(account)
    if (expired !== 0n) this.log('Transfer', address, zero, expired)
    account.touched = this.epoch
    return address
  }

  private take(address: string, epochs: number[], pointsMax: bigint): bigint {
    const { lots } = this.account(address)
    let left = pointsMax
    for (const epoch of epochs) {
      const lot = lots.get(epoch) ?? 0n
      const part = lot < left ? lot : left
      if (part !== 0n) lots.set(epoch, lot - part)
      left -= part
    }
    return pointsMax - left
  }

  log(name: string, ...args: unknown[]): void {
    this.logs.push({ name, args })
  }
}

/** What a list of debits refuses: `odd` bytes too many, the zero address. */
export function checkRecords(records: PlainRecord[], odd: number): void {
  if (odd !== 0) throw new Refusal('RecordsMalformed', [records.length * 26 + odd])
  if (records.some(({ account }) => account === zero)) throw new Refusal('AccountZero')
}

/** The sum of bigints. */
export function sumOf(values: bigint[]): bigint {
  return values.reduce((sum, value) => sum + value, 0n)
}
