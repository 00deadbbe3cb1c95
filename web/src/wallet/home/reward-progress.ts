/** What of a reward tells how near it is. */
interface Priced {
  readonly points: string
  readonly stockLeft: string | null
}

/** Rewards that are in stock and cost no more than there are points. */
export function affordable<Reward extends Priced>(rewards: readonly Reward[], pointsAvailable: string): Reward[] {
  return rewards.filter(({ points, stockLeft }) => stockLeft !== '0' && BigInt(points) <= BigInt(pointsAvailable))
}

/** The cheapest reward that costs more than there are points and is in stock; null when there is none. */
export function nextRewardOf<Reward extends Priced>(
  rewards: readonly Reward[],
  pointsAvailable: string,
): Reward | null {
  const available = BigInt(pointsAvailable)
  const ahead = rewards.filter(({ points, stockLeft }) => BigInt(points) > available && stockLeft !== '0')
  return ahead.reduce<Reward | null>(
    (nearest, reward) => (nearest === null || BigInt(reward.points) < BigInt(nearest.points) ? reward : nearest),
    null,
  )
}

/** How much of the price is there, in whole percent, rounded down: what is missing still never shows as a full bar. */
export function progressOf(pointsAvailable: string, price: string): number {
  const available = BigInt(pointsAvailable)
  if (available <= 0n) return 0
  return available >= BigInt(price) ? 100 : Number((available * 100n) / BigInt(price))
}

/** The points that are missing for a price; 0 when there are enough. */
export function missingFor(pointsAvailable: string, price: string): bigint {
  const missing = BigInt(price) - BigInt(pointsAvailable)
  return missing > 0n ? missing : 0n
}
