import { Rejection } from '../../domain/rejection.ts'
import type { ProcessLimit } from '../requests/limit-in-process.ts'

/**
 * How often a partner is told within an hour whether an absent member has enough for a price. With many prices it would
 * know what the member has, which is for those who show their card.
 */
export const BALANCE_HINTS_MAX = 12
export const BALANCE_HINTS_WINDOW_MS = 60 * 60_000

interface Asking {
  readonly partnerId: number
  readonly memberId: string
}

const nameOf = ({ partnerId, memberId }: Asking) => `${partnerId}/${memberId}`

/** Counts one answer about an absent member. */
export function takeBalanceHint(balanceHints: ProcessLimit, asking: Asking): void {
  if (!balanceHints.take(nameOf(asking))) throw new Rejection('too_many_requests')
}

/** Judges a hold on the points of an absent member: without saying how many there are, and only so often that there are too few. */
export function judgeAbsent(
  balanceHints: ProcessLimit,
  asking: Asking,
  judge: () => Rejection | null,
): Rejection | null {
  if (balanceHints.isUsedUp(nameOf(asking))) return new Rejection('too_many_requests')
  const refusal = judge()
  if (refusal?.code !== 'points_insufficient') return refusal
  takeBalanceHint(balanceHints, asking)
  const { pointsAvailable: _untold, ...details } = refusal.details
  return new Rejection('points_insufficient', details)
}
