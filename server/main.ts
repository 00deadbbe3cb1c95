import type { RunningEntente } from './compose.ts'

/** What ends a run: a signal, or a failure that the server cannot go on from. */
export interface RunUntilSignal {
  start: (onFailure: (failure: Error) => void) => Promise<RunningEntente>
  /** Told that the first signal came. */
  onStopping: () => void
}

/** Exit code of a process that was interrupted, as shells count. */
const INTERRUPTED = 130

/** Runs the server until a signal, then stops it in order; a second signal ends it at once. */
export async function runUntilSignal(
  { start, onStopping }: RunUntilSignal,
  whileRunning: (running: RunningEntente) => Promise<void>,
): Promise<void> {
  const { promise: ended, resolve: end, reject: fail } = Promise.withResolvers<undefined>()
  // A failure that comes before anything awaits the end is reported once something does.
  ended.catch(() => undefined)
  let isStopping = false
  const onSignal = () => {
    // The chain's watcher notices that this process is gone, and still lets the chain write its state.
    if (isStopping) process.exit(INTERRUPTED)
    isStopping = true
    onStopping()
    end(undefined)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  const running = await start(fail)
  try {
    const work = whileRunning(running)
    // Work that the shutdown cuts off fails; that is expected, so it is ignored.
    work.catch(() => undefined)
    await Promise.race([work.then(() => ended), ended])
  } finally {
    await running.stop()
  }
}
