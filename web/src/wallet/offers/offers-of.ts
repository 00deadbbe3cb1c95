/** How long before its end a reward is told to be ending. */
export const ENDS_SOON_DAYS = 14
const DAY_MS = 86_400_000

interface Ending {
  readonly validUntil: string | null
  readonly stockLeft: string | null
}

/** Rewards that can still be had, and end soon; the one that ends first is first. */
export function endingSoon<Reward extends Ending>(rewards: readonly Reward[], now: Date): Reward[] {
  const until = now.getTime() + ENDS_SOON_DAYS * DAY_MS
  const endOf = ({ validUntil }: Reward) => (validUntil === null ? Infinity : Date.parse(validUntil))
  return rewards
    .filter((reward) => reward.stockLeft !== '0' && endOf(reward) > now.getTime() && endOf(reward) <= until)
    .toSorted((a, b) => endOf(a) - endOf(b))
}
