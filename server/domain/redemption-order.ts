import { assert } from './assert.ts'
import { dayOf } from './utc-days.ts'

/** What a member signs to spend points at a partner: `Redemption` of PointsRedemption. */
export interface RedemptionOrder {
  readonly partnerId: number
  /** Whose points: an address. */
  readonly member: string
  readonly points: bigint
  /** What is given for them, as a salted hash: see `rewardCommitmentText`. */
  readonly reward: string
  /** Rises with every order of the account. */
  readonly nonce: number
  /** In whole seconds; after it the contract refuses the order. */
  readonly deadline: Date
}

/** The EIP-712 fields of an order, in the contract's order. */
export const ORDER_FIELDS = [
  { name: 'partnerId', type: 'uint32' },
  { name: 'member', type: 'address' },
  { name: 'points', type: 'uint256' },
  { name: 'reward', type: 'bytes32' },
  { name: 'nonce', type: 'uint256' },
  { name: 'deadline', type: 'uint64' },
] as const

/** How a member can consent to a redemption. */
export type ConsentKind = 'wallet' | 'passkey' | 'pin'

/** An order as a wallet shows it before it is signed (`eth_signTypedData_v4`); numbers as decimal strings. */
export interface OrderTypedData {
  readonly types: Readonly<Record<string, readonly { readonly name: string; readonly type: string }[]>>
  readonly primaryType: string
  readonly domain: Readonly<Record<string, string>>
  readonly message: Readonly<Record<string, string>>
}

/** How orders are named on the chain that is in use. Made in server/chain. */
export interface OrderNaming {
  /** The order's name everywhere: its EIP-712 struct hash. */
  readonly hash: (order: RedemptionOrder) => string
  /** What the member signs. */
  readonly digest: (order: RedemptionOrder) => string
  readonly typedData: (order: RedemptionOrder) => OrderTypedData
  readonly commitReward: (given: RewardGiven) => string
}

/** What an order's `reward` stands for. */
export interface RewardGiven {
  readonly partnerId: number
  /** Null for a discount on the basket. */
  readonly rewardId: string | null
  readonly reference: string
  readonly salt: string
}

/** What the order of a stored redemption is made of. */
export interface OrderedRedemption {
  readonly partnerId: number
  readonly account: string
  readonly points: bigint
  readonly rewardHash: string
  /** Null until the member consented. */
  readonly nonce: number | null
  readonly deadline: Date
}

/** How many holds a partner may have open. */
export interface HoldLimits {
  /** Of one member's points. */
  readonly perMemberMax: number
  /** Of all members' points; what members hold there for themselves does not count. */
  readonly perPartnerMax: number
}

/** Points of one redemption: the contract's records have 48 bits. */
export const REDEMPTION_POINTS_MIN = 1n
export const REDEMPTION_POINTS_MAX = 2n ** 48n - 1n
/** The account word keeps 20 bits of nonce. */
export const NONCE_MAX = 2 ** 20 - 1
/** How long a till may hold points, in seconds. */
export const HOLD_SECONDS_MIN = 30
export const HOLD_SECONDS_MAX = 900
export const HOLD_SECONDS_DEFAULT = 300
export const HOLD_LIMITS_DEFAULT: HoldLimits = { perMemberMax: 10, perPartnerMax: 10_000 }
/** Open holds that a member is shown, newest first. */
export const OPEN_HOLDS_SHOWN_MAX = 100
/**
 * A hold that has just ended still counts as held for so long: the clocks of two processes may differ by that, and what
 * one still lets through to capture, the other must not give away.
 */
export const HOLD_GRACE_MS = 5_000
/** An order is good for so long: time enough for the ledger, and for an operator when it does not answer. */
export const ORDER_LIFE_MS = 24 * 60 * 60 * 1_000
/** Points that expire sooner are not promised to anybody: they may be gone when the order is burned. */
export const EXPIRY_MARGIN_MS = 10 * 60 * 1_000
/**
 * Orders of one member that the chain may refuse for their signature within the window. A wallet with code can turn after
 * it consented, and each such order costs the relayer gas: what one member can make it lose in a day is bounded by this.
 */
export const REFUSALS_MAX = 3
export const REFUSALS_WINDOW_MS = 24 * 60 * 60 * 1_000
/** A redemption can be restored on its day and for so many days after it; the contract's ring has 32 places. */
export const RESTORE_DAYS_MAX = 31
/** Points that a member spends with a PIN in a day (UTC), unless the config says otherwise. */
export const PIN_POINTS_PER_DAY_DEFAULT = 50_000n

/** The order of a stored redemption that has its nonce. */
export function orderOf({
  partnerId,
  account,
  points,
  rewardHash,
  nonce,
  deadline,
}: OrderedRedemption): RedemptionOrder {
  assert(nonce !== null, 'an order has its nonce once the member consented')
  return { partnerId, member: account, points, reward: rewardHash, nonce, deadline }
}

/** When the order of a hold ends: in whole seconds, as the contract counts. */
export function orderDeadline(heldAt: Date): Date {
  return new Date(Math.floor((heldAt.getTime() + ORDER_LIFE_MS) / 1_000) * 1_000)
}

/**
 * What the hash in an order's `reward` is made of. The salt keeps everybody else from testing which reward, or which
 * basket, it was; whoever is shown the salt can check it.
 */
export function rewardCommitmentText({ partnerId, rewardId, reference, salt }: RewardGiven): string {
  return ['Entente reward, version 1', String(partnerId), rewardId ?? 'basket', reference, salt].join('\n')
}

/** How a member of a kind consents. A card member's key is hosted, and the PIN is what unlocks it. */
export function consentKindsOf(kind: 'card' | 'wallet' | 'passkey'): readonly ConsentKind[] {
  return kind === 'card' ? ['pin'] : [kind]
}

/** Whether a redemption that was burned then can still be restored. */
export function canBeRestored(burnedAt: Date, now: Date): boolean {
  return dayOf(now) - dayOf(burnedAt) <= RESTORE_DAYS_MAX
}
