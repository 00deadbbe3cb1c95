import type { Address } from 'viem'

import { addPoints, dropDead, livePoints, type Lots, takeParts, takePoints } from './lots.ts'

/** An account as the log gives it. */
export interface Account {
  lots: Lots
  /** The last nonce that it spent with. */
  nonce: number
  frozenByOperator: boolean
  frozenByMember: boolean
}

/** What a `Transfer` was. */
export type Movement =
  | {
      readonly kind: 'mint'
      readonly account: Address
      readonly holder: Address
      readonly points: bigint
      /** Dead points of the holder that the log should have told before. */
      readonly due: bigint
    }
  | { readonly kind: 'forward' | 'backward'; readonly from: Address; readonly to: Address; readonly points: bigint }
  | { readonly kind: 'expiry'; readonly account: Address; readonly points: bigint; readonly due: bigint }
  | { readonly kind: 'burn'; readonly account: Address; readonly points: bigint; readonly missing: bigint }
  | { readonly kind: 'move'; readonly from: Address; readonly to: Address; readonly points: bigint }
  | { readonly kind: 'unexplained'; readonly from: Address; readonly to: Address; readonly points: bigint }

/** What the transfers up to the next event of a module belong to. */
export type Purpose = 'batch' | 'redemption' | 'restoration' | 'move' | 'none'

export interface Transfer {
  readonly from: Address
  readonly to: Address
  readonly points: bigint
}

const ZERO = '0x0000000000000000000000000000000000000000'

/**
 * The ledger as its log tells it: docs and NatSpec of `IPointsToken`, written again in plain words. About 300 bytes an account.
 * It says what each transfer was and changes the accounts; whether that was allowed is for the checks.
 */
export class Ledger {
  readonly accounts = new Map<Address, Account>()
  /** Points by epoch, of all accounts together. */
  readonly supply: Lots = []
  /** Where the points of a closed account are. */
  readonly successors = new Map<Address, Address>()
  /** For which account an address is reserved. */
  readonly reservations = new Map<Address, Address>()
  issuingPaused = false
  redeemingPaused = false
  /** Keys that lead to an account, so that all of them follow it when it moves. */
  readonly #formerKeys = new Map<Address, Address[]>()
  /** The second half of a credit or debit that goes through a closed account. */
  #expected: (Transfer & { readonly kind: 'forward' | 'burn' }) | null = null

  /** Where the points of an address are: those of a closed or reserved one are another account's. */
  holderOf(address: Address): Address {
    return this.successors.get(address) ?? this.reservations.get(address) ?? address
  }

  /** The account of an address as it stands; a fresh one, which is not kept, where the log never named it. */
  accountOf(address: Address): Account {
    return this.accounts.get(address) ?? freshAccount()
  }

  balanceOf(address: Address, epoch: number): bigint {
    return livePoints(this.accountOf(address).lots, epoch)
  }

  /** Applies one `Transfer` of the token. */
  apply(transfer: Transfer, epoch: number, purpose: Purpose): Movement {
    const expected = this.#expected
    this.#expected = null
    if (expected !== null && isSame(expected, transfer)) return this.#applyExpected(expected, epoch)
    const { from, to, points } = transfer
    if (from === ZERO) return this.#mint(to, points, epoch)
    if (to === ZERO) return this.#takeAway(from, points, epoch, purpose)
    if (this.holderOf(to) === from && purpose === 'batch') {
      this.#expected = { kind: 'burn', from: to, to: ZERO, points }
      return { kind: 'backward', from, to, points }
    }
    return { kind: purpose === 'move' ? 'move' : 'unexplained', from, to, points }
  }

  #applyExpected(expected: Transfer & { kind: 'forward' | 'burn' }, epoch: number): Movement {
    const { from, to, points } = expected
    if (expected.kind === 'forward') return { kind: 'forward', from, to, points }
    return this.#burn(from, this.holderOf(from), { points, epoch, order: 'newest' })
  }

  #mint(account: Address, points: bigint, epoch: number): Movement {
    const holder = this.holderOf(account)
    const { lots } = this.#open(holder)
    const due = dropDead(lots, epoch)
    addPoints(lots, epoch, points)
    dropDead(this.supply, epoch)
    addPoints(this.supply, epoch, points)
    if (holder !== account) this.#expected = { kind: 'forward', from: account, to: holder, points }
    return { kind: 'mint', account, holder, points, due }
  }

  /** What leaves an account with dead lots is these first: the ledger logs them before it does anything else. */
  #takeAway(account: Address, points: bigint, epoch: number, purpose: Purpose): Movement {
    const due = dropDead(this.#open(account).lots, epoch)
    if (due > 0n) return { kind: 'expiry', account, points, due }
    if (purpose === 'batch') return this.#burn(account, account, { points, epoch, order: 'newest' })
    if (purpose === 'redemption') return this.#burn(account, account, { points, epoch, order: 'oldest' })
    this.#burn(account, account, { points, epoch, order: 'oldest' })
    return { kind: 'unexplained', from: account, to: ZERO, points }
  }

  #burn(
    named: Address,
    holder: Address,
    { points, epoch, order }: { points: bigint; epoch: number; order: 'oldest' | 'newest' },
  ): Movement {
    const { lots } = this.#open(holder)
    dropDead(lots, epoch)
    dropDead(this.supply, epoch)
    const { parts, missing } = takePoints(lots, points, order)
    const inSupply = takeParts(this.supply, parts)
    return { kind: 'burn', account: named, points, missing: inSupply ? missing : points }
  }

  /** Applies `AccountMoved`: everything but the nonce goes along. Returns what moved, and whether `to` was free. */
  move(from: Address, to: Address, epoch: number): { points: bigint; free: boolean } {
    this.release(from)
    const free = !this.accounts.has(to) && !this.successors.has(to) && !this.reservations.has(to) && from !== to
    const account = this.accountOf(from)
    dropDead(account.lots, epoch)
    const points = livePoints(account.lots, epoch)
    this.accounts.delete(from)
    this.accounts.set(to, { ...account, nonce: 0 })
    const keys = [...(this.#formerKeys.get(from) ?? []), from]
    this.#formerKeys.delete(from)
    this.#formerKeys.set(to, keys)
    for (const key of keys) this.successors.set(key, to)
    return { points, free }
  }

  /** Keeps an address for an account to move to. An account has one reservation at most. */
  reserve(from: Address, to: Address): void {
    this.release(from)
    this.reservations.set(to, from)
  }

  /** Ends the reservation of an account. */
  release(from: Address): void {
    for (const [to, account] of this.reservations) if (account === from) this.reservations.delete(to)
  }

  /** Keeps the account, because something happened to it. */
  #open(address: Address): Account {
    const account = this.accountOf(address)
    this.accounts.set(address, account)
    return account
  }

  setNonce(address: Address, nonce: number): void {
    this.#open(address).nonce = nonce
  }

  setFreeze(address: Address, by: 'operator' | 'member', frozen: boolean): void {
    const account = this.#open(address)
    if (by === 'operator') account.frozenByOperator = frozen
    else account.frozenByMember = frozen
  }
}

const freshAccount = (): Account => ({ lots: [], nonce: 0, frozenByOperator: false, frozenByMember: false })

const isSame = (a: Transfer, b: Transfer) => a.from === b.from && a.to === b.to && a.points === b.points
