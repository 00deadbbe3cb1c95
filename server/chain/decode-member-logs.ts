import { type Address, decodeEventLog, type Hash, type Log } from 'viem'

import { pointsAccountsAbi } from '../../abis/PointsAccounts.ts'
import { pointsRedemptionAbi } from '../../abis/PointsRedemption.ts'

/** Why the contract passed an order over: its `Refusal`, in the order of the contract's numbers from 1 on. */
const REFUSALS = [
  'nonce_unusable',
  'frozen',
  'closed',
  'insufficient',
  'expired',
  'signature_invalid',
  'points_zero',
] as const

/** An event of PointsRedemption, in our words. */
export type RedemptionLog =
  | { kind: 'redeemed'; partnerId: number; account: Address; points: bigint; reward: Hash; nonce: number }
  | { kind: 'refused'; partnerId: number; account: Address; nonce: number; reason: (typeof REFUSALS)[number] }
  | { kind: 'restored'; partnerId: number; account: Address; points: bigint; orderHash: Hash }

/** An event about a whole account, of the ledger or of PointsAccounts. */
export interface AccountLog {
  kind: 'account_event'
  event: 'moved' | 'frozen' | 'unfrozen' | 'recovery_announced' | 'recovery_refused' | 'recovery_completed'
  account: Address
  toAccount: Address | null
  readyAt: Date | null
  by: 'member' | 'operator' | null
  /** What went along; null unless `moved`. */
  points: bigint | null
}

/** Reads a log of PointsRedemption; null for one that says nothing about points. */
export function decodeRedemptionLog(log: Log): RedemptionLog | null {
  const decoded = decodeEventLog({ abi: pointsRedemptionAbi, data: log.data, topics: log.topics })
  switch (decoded.eventName) {
    case 'PointsRedeemed': {
      const { partnerId, member, points, reward, nonce } = decoded.args
      return { kind: 'redeemed', partnerId, account: lower(member), points, reward, nonce: Number(nonce) }
    }
    case 'RedemptionRefused': {
      const { partnerId, member, nonce, reason } = decoded.args
      const named = REFUSALS[reason - 1]
      if (named === undefined) throw new Error(`the redemption contract refused for the unknown reason ${reason}`)
      return { kind: 'refused', partnerId, account: lower(member), nonce: Number(nonce), reason: named }
    }
    case 'PointsRestored': {
      const { partnerId, member, points, orderHash } = decoded.args
      return { kind: 'restored', partnerId, account: lower(member), points, orderHash }
    }
    default:
      return null
  }
}

/** Reads a log of PointsAccounts; null for one that is not about an account. */
export function decodeAccountsLog(log: Log): AccountLog | null {
  const decoded = decodeEventLog({ abi: pointsAccountsAbi, data: log.data, topics: log.topics })
  switch (decoded.eventName) {
    case 'RecoveryAnnounced': {
      const { from, to, readyAt } = decoded.args
      return accountLog('recovery_announced', from, { toAccount: lower(to), readyAt: new Date(Number(readyAt) * 1000) })
    }
    case 'RecoveryRefused': {
      const { from, to, by } = decoded.args
      // IPointsAccounts.Refuser: 0 is the member.
      return accountLog('recovery_refused', from, { toAccount: lower(to), by: by === 0 ? 'member' : 'operator' })
    }
    case 'RecoveryCompleted':
      return accountLog('recovery_completed', decoded.args.from, { toAccount: lower(decoded.args.to) })
    default:
      return null
  }
}

/** What an event about an account says; what it does not say is null. */
export function accountLog(event: AccountLog['event'], account: Address, said: Partial<AccountLog> = {}): AccountLog {
  const nothing = { toAccount: null, readyAt: null, by: null, points: null }
  return { kind: 'account_event', event, account: lower(account), ...nothing, ...said }
}

function lower(address: Address): Address {
  return address.toLowerCase() as Address
}
