/** A step that is repeated until it is told to stop. */
export interface Loop {
  /** Looks again at once: something may have come in. */
  wake(): void
  /** Lets the running look finish, and starts no other. */
  stop(): Promise<void>
}

export interface LoopOptions {
  /** Looks once and changes at most one thing; true means that there may be more. */
  step: () => Promise<boolean>
  /** Pause after a look that found nothing. */
  pauseMs: number
  /** Whose rest makes the pause longer, and whose end wakes the loop. */
  rest?: Rest | null
  /** The first look comes after this. */
  begins?: Promise<void> | undefined
  /** Told of every failure; the loop goes on after a pause that grows with the number of failures in a row. */
  onError: (error: unknown, failures: number) => void
}

/** Whether nothing was written for a while. Only a server that is the only writer of its database can tell. */
export interface Rest {
  /** Told of each write. Ends the rest at once, for every loop that joined. */
  note(): void
  isAtRest(): boolean
  /** Has a loop woken when a rest ends. */
  join(loop: { wake(): void }): void
}

/** So long after the last write, an embedded server is at rest. */
export const REST_AFTER_MS = 5_000
/** How often a loop looks at rest: for what time alone brings. */
export const REST_PAUSE_MS = 2_000

const FAILURE_PAUSE_MS_MAX = 10_000

/** Repeats a step: at once while there is more to do, after a pause otherwise, later and later while it fails. */
export function startLoop({ step, pauseMs, rest = null, begins, onError }: LoopOptions): Loop {
  const state = { isStopping: false, isAwake: false }
  let endPause: () => void = () => undefined
  const stopping = Promise.withResolvers<undefined>()

  const isWoken = (): boolean => state.isAwake

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      // Told to stop while the step was running: there was no pause to end then.
      if (state.isStopping) return resolve()
      const timer = setTimeout(resolve, ms)
      endPause = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  const run = async (): Promise<void> => {
    let failures = 0
    if (begins !== undefined) await Promise.race([begins, stopping.promise])
    while (!state.isStopping) {
      state.isAwake = false
      let hasMore = false
      try {
        hasMore = await step()
        failures = 0
      } catch (error) {
        failures += 1
        onError(error, failures)
      }
      if (failures > 0) await pause(Math.min(pauseMs * 2 ** failures, FAILURE_PAUSE_MS_MAX))
      else if (!hasMore && !isWoken()) await pause(rest?.isAtRest() ? Math.max(pauseMs, REST_PAUSE_MS) : pauseMs)
      // A step that always has more must not keep timers and requests from their turn.
      else await new Promise((resolve) => setImmediate(resolve))
    }
  }

  const ended = run()
  const wake = () => {
    state.isAwake = true
    endPause()
  }
  rest?.join({ wake })
  return {
    wake,
    stop: async () => {
      state.isStopping = true
      stopping.resolve(undefined)
      endPause()
      await ended
    },
  }
}

/** Makes a rest that begins awake. `now` is in milliseconds, from any moment on. */
export function makeRest(now: () => number): Rest {
  const loops: { wake(): void }[] = []
  let writtenAt = now()
  const isAtRest = () => now() - writtenAt >= REST_AFTER_MS
  return {
    isAtRest,
    join: (loop) => loops.push(loop),
    note: () => {
      const wasAtRest = isAtRest()
      writtenAt = now()
      if (wasAtRest) for (const loop of loops) loop.wake()
    },
  }
}
