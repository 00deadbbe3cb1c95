/** What of a reward tells how near it is. */
interface Priced {
  readonly points: string
  readonly stockLeft: string | null
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
  return available <= 0n ? 0 : Number((available * 100n) / BigInt(price))
}
