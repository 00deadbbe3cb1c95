import { hasRoom } from '../../domain/queue-room.ts'
import { Rejection, Transient } from '../../domain/rejection.ts'
import { KeyUsedElsewhere } from './idempotency.ts'
import { RowsContended } from './insert-submissions.ts'
import { createLines } from './intake-turns.ts'

/** Items that one transaction takes together; one request alone may bring as many. */
export const INTAKE_ITEMS_MAX = 1_000
/** Items that may wait: about ten seconds of work. Later requests are told to try again; one partner finds room for half of them. */
export const INTAKE_QUEUE_MAX = 20_000
/** So long a flood waits after a transaction that it shared, for the others to come again. */
export const GIVE_WAY_MS = 3

/** What comes in: some items of one request, and perhaps the key that must not be in one transaction twice. */
export interface Submitted {
  /** Whose turn it takes; null for members themselves, who share one. */
  readonly partnerId: number | null
  readonly items: readonly unknown[]
  readonly keyed: { readonly partnerId: number; readonly key: string } | null
}

interface Waiting<Submission, Outcome> {
  readonly submission: Submission
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (error: unknown) => void
}

export interface Intake<Submission, Outcome> {
  /** Resolves with the submission's own outcome when it is durable. */
  readonly submit: (submission: Submission) => Promise<Outcome>
}

interface IntakeLimits {
  readonly itemsMax?: number
  readonly queueMax?: number
  /** Milliseconds of a clock that only goes forward. */
  readonly elapsedMs?: () => number
  readonly giveWayMs?: number
}

/**
 * Lets concurrent requests share a transaction. The first to come is run in the next turn of the event loop, with those
 * that came by then; those that come while it runs go together into the next one. A flood of one partner must not keep
 * another waiting (server/actions/requests/intake-turns.ts); nobody but a flood ever waits for a timer.
 */
export function createIntake<Submission extends Submitted, Outcome>(
  record: (submissions: readonly Submission[]) => Promise<readonly Outcome[]>,
  {
    itemsMax = INTAKE_ITEMS_MAX,
    queueMax = INTAKE_QUEUE_MAX,
    elapsedMs = () => performance.now(),
    giveWayMs = GIVE_WAY_MS,
  }: IntakeLimits = {},
): Intake<Submission, Outcome> {
  const lines = createLines<Waiting<Submission, Outcome>>({ itemsMax, elapsedMs })
  let running = false
  let onArrival: (() => void) | null = null

  /** Lets whoever was just answered, and asks again at once, be in time for the next transaction. */
  const giveWay = async () => {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, giveWayMs)
      onArrival = () => {
        if (lines.onlyFloodsWait()) return
        clearTimeout(timer)
        resolve()
      }
    })
    onArrival = null
  }

  const run = async () => {
    running = true
    while (!lines.isEmpty()) {
      // NOTE: the embedded database answers without ever letting sockets be read, so without a turn of the event loop here
      // concurrent requests would come one after the other, each to a transaction of its own (84 a second instead of 1,500).
      await new Promise((resolve) => setImmediate(resolve))
      if (lines.onlyFloodsWait()) await giveWay()
      await settle(record, lines.take(takeTogether))
    }
    running = false
  }

  return {
    submit(submission) {
      const { partnerId, items } = submission
      const room = { own: lines.waiting(partnerId), waiting: lines.waiting(), asked: items.length, max: queueMax }
      if (!hasRoom(room)) return Promise.reject(new Rejection('service_unavailable'))
      return new Promise<Outcome>((resolve, reject) => {
        lines.add(partnerId, { submission, resolve, reject })
        onArrival?.()
        if (!running) void run()
      })
    },
  }
}

/** Takes the oldest submissions of a line that fit into one transaction; of two with the same key the second must wait. */
function takeTogether<Submission extends Submitted, Outcome>(
  queue: readonly Waiting<Submission, Outcome>[],
  itemsMax: number,
) {
  const taken: Waiting<Submission, Outcome>[] = []
  const left: Waiting<Submission, Outcome>[] = []
  const keys = new Set<string>()
  let room = itemsMax
  for (const waiting of queue) {
    const { items, keyed } = waiting.submission
    const key = keyed === null ? null : `${keyed.partnerId}/${keyed.key}`
    const fits = taken.length === 0 || items.length <= room
    if (!fits || (key !== null && keys.has(key))) {
      left.push(waiting)
      continue
    }
    taken.push(waiting)
    room -= items.length
    if (key !== null) keys.add(key)
  }
  return { taken, left }
}
/** Runs what was taken; if that fails, each alone, so that nobody fails because of a neighbour. */
async function settle<Submission, Outcome>(
  record: (submissions: readonly Submission[]) => Promise<readonly Outcome[]>,
  taken: readonly Waiting<Submission, Outcome>[],
): Promise<void> {
  try {
    const outcomes = await record(taken.map(({ submission }) => submission))
    taken.forEach(({ resolve }, at) => resolve(outcomes[at] as Outcome))
  } catch (error) {
    const isOfOne = error instanceof KeyUsedElsewhere || error instanceof RowsContended
    const isEveryones = error instanceof Transient && !isOfOne
    if (taken.length === 1 || isEveryones) return taken.forEach(({ reject }) => reject(error))
    for (const one of taken) await settle(record, [one])
  }
}
