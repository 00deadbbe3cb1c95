import type { Reader, Transaction } from '../../database/engine/client.ts'
import { listRewardsByIds, listRewardUses, lockReward, type Reward } from '../../database/rewards.ts'
import { assert } from '../../domain/assert.ts'
import { HOLD_GRACE_MS } from '../../domain/redemption-order.ts'
import { Rejection } from '../../domain/rejection.ts'
import { judgeReward } from '../../domain/reward-terms.ts'
import { currencyMismatch } from '../../domain/versions.ts'

/** Who asks for which reward, with what in the basket. */
export interface AskedReward {
  readonly rewardId: string
  readonly partnerId: number
  readonly memberId: string
  /** Null: there is no basket yet, because a member claims at home. A till without a basket has one of 0. */
  readonly basketMinor: bigint | null
  readonly now: Date
}

/** Refuses a basket in another currency than the one that a reward's discount and its smallest basket are in. */
export function checkRewardCurrency(partner: { readonly currency: string }, currency: string | null): void {
  if (currency !== null && currency !== partner.currency) throw currencyMismatch([partner.currency], currency)
}

/**
 * Locks a reward and says whether the member can have one: valid, in stock with open holds counted, within the member's
 * limit, and the basket large enough. The same transaction must store the hold, which then counts for everybody after it.
 */
export async function reserveReward(tx: Transaction, asked: AskedReward): Promise<Reward> {
  const reward = await lockReward(tx, asked.rewardId)
  return judged(tx, reward, asked)
}

/** The same without a lock, for a quote, which promises nothing. */
export async function readReservableReward(reader: Reader, asked: AskedReward): Promise<Reward> {
  const [reward] = await listRewardsByIds(reader, [asked.rewardId])
  return judged(reader, reward ?? null, asked)
}

async function judged(reader: Reader, reward: Reward | null, asked: AskedReward): Promise<Reward> {
  const { rewardId, partnerId, memberId, basketMinor, now } = asked
  if (reward?.partnerId !== partnerId) throw new Rejection('reward_unknown', { rewardId })
  // A hold that ended a moment ago still counts: another process, whose clock is behind, may yet capture it.
  const heldAfter = new Date(now.getTime() - HOLD_GRACE_MS)
  const [use] = await listRewardUses(reader, { rewardIds: [rewardId], memberId, heldAfter })
  assert(use !== undefined, 'a reward has its use')
  const refusal = judgeReward(reward, use, { basketMinor, now })
  if (refusal !== null) throw refusal
  return reward
}
