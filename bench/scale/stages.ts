/** How large a coalition is, and how fast it sells at its busiest. */
export interface Stage {
  readonly name: string
  readonly partners: number
  readonly members: number
  readonly peakPerSecond: number
  /** `BATCH_AGE_MS` that suits it, in seconds. */
  readonly batchAgeSeconds: number
}

export const STAGES: readonly Stage[] = [
  { name: 'one shop', partners: 1, members: 2_000, peakPerSecond: 0.01, batchAgeSeconds: 3_600 },
  { name: '100 shops', partners: 100, members: 200_000, peakPerSecond: 1, batchAgeSeconds: 600 },
  { name: 'a country', partners: 200, members: 10_000_000, peakPerSecond: 500, batchAgeSeconds: 60 },
  { name: '100 million members', partners: 500, members: 100_000_000, peakPerSecond: 10_000, batchAgeSeconds: 60 },
]

/** What is taken for granted; none of it was read from a chain or a market. */
export const ASSUMED = {
  date: '2026-12-01',
  /** The busiest second against the mean of the day. */
  peakFactor: 3,
  /** Credits in a hundred that go to an address that never held points. */
  newHolderPercent: 2,
  /** Gas that a large rollup takes in a second, for everybody. */
  chainGasPerSecond: 30_000_000,
  /** From the binding of a call until its event is applied and the next one of its partner may be bound, in seconds. */
  roundSeconds: 4,
  /** Purchases a second that one PostgreSQL on hardware of its own accepts. */
  perDatabase: 2_500,
} as const
