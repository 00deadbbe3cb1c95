import { DEMO_REWARDS } from './catalogue.ts'
import { seededRandom, type SeededRandom } from './random.ts'

/** What a till of the sample does with one member's points. */
export interface PlannedRedemption {
  /** The till's own number of the redemption. */
  reference: string
  /** Which of the brands redeems. */
  brand: number
  /** A share of the points that the member can spend, off the basket; or a reward, by its place in the catalogue. */
  takes: { sharePercent: number } | { reward: number }
  fate: 'captured' | 'voided' | 'voided_after_consent' | 'expires' | 'expires_after_consent'
  /** The goods came back, all of them or some: so much of the points goes back, in percent. 0: they did not. */
  restoredPercent: 0 | 40 | 100
}

export interface RedemptionPlanOptions {
  seed: number
  /** Midnight, UTC, of the sample day. */
  day: Date
  brands: number
  cards: number
  wallets: number
  passkeys: number
}

/** The last cards of the sample are those whose holds come to nothing. */
const VOIDED_CARDS = 2
const EXPIRING_CARDS = 3
/** Every fourth card member takes a reward, of the cheaper half. */
const REWARD_EVERY = 4
const CHEAP_POINTS_MAX = 60
/** Members with keys of their own take any reward but what is to be saved up for. */
const PAYABLE_POINTS_MAX = 200
const PAYABLE = rewardsUpTo(PAYABLE_POINTS_MAX)

/**
 * The redemptions of each member in their order: card members first, then those with wallets, then those with passkeys. A hold
 * that is let expire is its member's last, because an order is burned only when none before it is open.
 */
export function planRedemptions(options: RedemptionPlanOptions): PlannedRedemption[][] {
  const random = seededRandom(options.seed + 1)
  const { cards, wallets, passkeys } = options
  const plans = [
    ...Array.from({ length: cards }, (_, at) => planCard(random, at, options)),
    ...Array.from({ length: wallets }, (_, at) => planOwnKey(random, at, { ...options, offset: 0 })),
    ...Array.from({ length: passkeys }, (_, at) => planOwnKey(random, at, { ...options, offset: passkeys / 2 })),
  ]
  const day = options.day.toISOString().slice(0, 10)
  let number = 0
  return plans.map((plan) =>
    plan.map((planned) => {
      number += 1
      return { reference: `${day}-R-${String(number).padStart(4, '0')}`, ...planned }
    }),
  )
}

type Unnumbered = Omit<PlannedRedemption, 'reference'>

function planCard(random: SeededRandom, at: number, { brands, cards }: RedemptionPlanOptions): Unnumbered[] {
  const basket = { brand: at % brands, takes: share(random), restoredPercent: 0 } as const
  const fromEnd = cards - at
  if (fromEnd <= EXPIRING_CARDS) return [{ ...basket, fate: fromEnd === 1 ? 'expires_after_consent' : 'expires' }]
  if (fromEnd <= EXPIRING_CARDS + VOIDED_CARDS) return [{ ...basket, fate: 'voided_after_consent' }]
  if (at % REWARD_EVERY === 0) return [rewardOf(cheapReward(at / REWARD_EVERY))]
  return [{ ...basket, fate: 'captured', restoredPercent: restoredPercentOf(at) }]
}

/** One basket and one reward; the first changes their mind before that. */
function planOwnKey(
  random: SeededRandom,
  at: number,
  { brands, offset }: RedemptionPlanOptions & { offset: number },
): Unnumbered[] {
  const basket = { brand: at % brands, takes: share(random), restoredPercent: 0 } as const
  return [
    ...(at === 0 ? [{ ...basket, fate: 'voided' } as const] : []),
    { ...basket, fate: 'captured', restoredPercent: restoredPercentOf(at) },
    rewardOf(PAYABLE[(at + offset) % PAYABLE.length] ?? 0),
  ]
}

function rewardOf(reward: number): Unnumbered {
  return { brand: DEMO_REWARDS[reward]?.brand ?? 0, takes: { reward }, fate: 'captured', restoredPercent: 0 }
}

function rewardsUpTo(pointsMax: number): number[] {
  return DEMO_REWARDS.flatMap(({ points }, at) => (Number(points) <= pointsMax ? [at] : []))
}

function cheapReward(turn: number): number {
  const cheap = rewardsUpTo(CHEAP_POINTS_MAX)
  return cheap[turn % cheap.length] ?? 0
}

/** The second's goods come back whole, the third's in part. */
function restoredPercentOf(at: number): 0 | 40 | 100 {
  if (at === 1) return 100
  return at === 2 ? 40 : 0
}

function share(random: SeededRandom): { sharePercent: number } {
  return { sharePercent: 15 + random.below(35) }
}
