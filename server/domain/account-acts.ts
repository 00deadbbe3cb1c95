/** What a member signs about the account is good for a day: long enough for a ledger that was away for a night. */
export const ACCOUNT_ORDER_MS = 86_400_000
/** What a hosted key signs waits for nobody to sign it anew, so it outlives a long outage. */
export const HOSTED_ORDER_MS = 30 * 86_400_000
/** A deadline further away than this is refused: what was signed once should not lie in wait for ever. */
export const DEADLINE_MS_MAX = 31 * 86_400_000

/** Passkeys that a card member can have to confirm moves with. */
export const CONFIRMING_PASSKEYS_MAX = 5

/** When the wait of a move is over, what the new key signed must be good for this long. */
export const MOVE_RESERVE_MS = 12 * 3_600_000

/** The Unix second until which something that is signed now is good. */
export function deadlineAfter(now: Date, ms: number): bigint {
  return BigInt(Math.floor((now.getTime() + ms) / 1_000))
}

/** Why nothing can be done with what was signed until this Unix second; null when it can. */
export function judgeDeadline(deadline: bigint, now: Date): 'deadline_passed' | 'deadline_too_far' | null {
  if (deadline * 1_000n <= BigInt(now.getTime())) return 'deadline_passed'
  if (deadline * 1_000n > BigInt(now.getTime() + DEADLINE_MS_MAX)) return 'deadline_too_far'
  return null
}

/** Why a move that waits until then cannot be made with what was signed until this Unix second; null when it can. */
export function judgeMoveDeadline(deadline: bigint, readyAt: Date): 'deadline_too_soon' | null {
  return deadline * 1_000n < BigInt(readyAt.getTime() + MOVE_RESERVE_MS) ? 'deadline_too_soon' : null
}
