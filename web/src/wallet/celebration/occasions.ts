import { affordable } from '../home/reward-progress.ts'

/** What a member had and could afford at a moment. */
export interface Standing {
  readonly memberId: string
  /** On the ledger. */
  readonly pointsConfirmed: string
  readonly pointsAvailable: string
}

interface Priced {
  readonly points: string
  readonly stockLeft: string | null
}

/** Something to be glad of. */
export type Occasion<Reward> =
  { readonly kind: 'points'; readonly points: bigint } | { readonly kind: 'reward'; readonly reward: Reward }

/**
 * What there is to celebrate between two looks: a reward that has come within reach, the dearest of several, else points that
 * have arrived. Points that were given back or let go of arrive as well, but nothing is celebrated at the first look.
 */
export function occasionOf<Reward extends Priced>(
  before: Standing | null,
  now: Standing,
  rewards: readonly Reward[],
): Occasion<Reward> | null {
  if (before?.memberId !== now.memberId) return null
  const points = BigInt(now.pointsConfirmed) - BigInt(before.pointsConfirmed)
  if (points <= 0n) return null
  const could = new Set(affordable(rewards, before.pointsAvailable))
  const reward = affordable(rewards, now.pointsAvailable)
    .filter((one) => !could.has(one))
    .reduce<Reward | null>(
      (best, one) => (best === null || BigInt(one.points) > BigInt(best.points) ? one : best),
      null,
    )
  return reward === null ? { kind: 'points', points } : { kind: 'reward', reward }
}
