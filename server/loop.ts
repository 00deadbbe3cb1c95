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
  /** Told of every failure; the loop goes on after a pause that grows with the number of failures in a row. */
  onError: (error: unknown, failures: number) => void
}

const FAILURE_PAUSE_MS_MAX = 10_000

/** Repeats a step: at once while there is more to do, after a pause otherwise, later and later while it fails. */
export function startLoop({ step, pauseMs, onError }: LoopOptions): Loop {
  const state = { isStopping: false, isAwake: false }
  let endPause: () => void = () => undefined

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
      else if (!hasMore && !isWoken()) await pause(pauseMs)
      // A step that always has more must not keep timers and requests from their turn.
      else await new Promise((resolve) => setImmediate(resolve))
    }
  }

  const ended = run()
  return {
    wake: () => {
      state.isAwake = true
      endPause()
    },
    stop: async () => {
      state.isStopping = true
      endPause()
      await ended
    },
  }
}
