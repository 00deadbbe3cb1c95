import type { Clock } from './domain/environment.ts'

/** A time that is told to a server, its loops and its chain: they live through months in seconds, until the time is let go. */
export interface ToldTime {
  readonly clock: Clock
  /** What the loops will repeat, by name and in their order. While the time is told, whoever tells it runs these. */
  readonly steps: Map<string, () => Promise<boolean>>
  /** Says what time it is. It never goes back. */
  tell(time: Date): void
  /** From now on the time is that of the real clock, and the loops run. */
  end(): void
  readonly ended: Promise<void>
}

/** Begins at a time that is not after the real one. */
export function makeToldTime(startsAt: Date, real: Clock): ToldTime {
  let told: Date | null = startsAt
  const { promise: ended, resolve } = Promise.withResolvers<undefined>()
  return {
    clock: { now: () => new Date(told ?? real.now()) },
    steps: new Map(),
    tell: (time) => {
      if (told !== null && time > told) told = time
    },
    end: () => {
      told = null
      resolve(undefined)
    },
    ended,
  }
}
