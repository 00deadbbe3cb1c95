import { Refusal } from './redemption.ts'
import type { Order } from './redemption.ts'

/** Epochs that points live, the one they were credited in included. */
const EPOCHS_LIVE = 6n
const NONCE_MAX = 2n ** 20n - 1n

type Account = { lots: Map<bigint, bigint>; nonce: bigint }

/** What redeeming must do, said with a map per member: nothing is packed, rolled or shared with the contracts. */
export class PlainPoints {
  readonly accounts = new Map<string, Account>()
  epoch = 1n

  account(member: string): Account {
    const account = this.accounts.get(member) ?? { lots: new Map<bigint, bigint>(), nonce: 0n }
    this.accounts.set(member, account)
    return account
  }

  /** What a member has of an epoch. */
  lotOf(member: string, epoch: bigint): bigint {
    return epoch > this.epoch - EPOCHS_LIVE ? (this.account(member).lots.get(epoch) ?? 0n) : 0n
  }

  liveEpochs(): bigint[] {
    return Array.from({ length: Number(EPOCHS_LIVE) }, (_, age) => this.epoch - BigInt(age)).filter((each) => each > 0n)
  }

  balanceOf(member: string): bigint {
    return this.liveEpochs().reduce((sum, epoch) => sum + this.lotOf(member, epoch), 0n)
  }

  supply(): bigint {
    return [...this.accounts.keys()].reduce((sum, member) => sum + this.balanceOf(member), 0n)
  }

  credit(member: string, points: bigint): void {
    const { lots } = this.account(member)
    lots.set(this.epoch, (lots.get(this.epoch) ?? 0n) + points)
  }

  /** Burns the oldest points first; says why not, or undefined. */
  redeem({ member, points, nonce }: Order): bigint | undefined {
    const account = this.account(member)
    if (points === 0n) return Refusal.PointsZero
    if (nonce <= account.nonce || nonce > NONCE_MAX) return Refusal.NonceUnusable
    if (points > this.balanceOf(member)) return Refusal.Insufficient
    account.nonce = nonce
    let left = points
    for (const epoch of this.liveEpochs().reverse()) {
      const taken = left < this.lotOf(member, epoch) ? left : this.lotOf(member, epoch)
      account.lots.set(epoch, this.lotOf(member, epoch) - taken)
      left -= taken
    }
    return undefined
  }
}
