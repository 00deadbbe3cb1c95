import { hasRoom } from '../../domain/queue-room.ts'
import { Rejection } from '../../domain/rejection.ts'

/** Lets costly work wait for its turn. */
export interface Turns {
  /** Runs work in the turn of `name`, or refuses it where too much waits already. */
  take<T>(name: string, work: () => Promise<T>): Promise<T>
}

/**
 * Runs so much at once, and lets the rest wait: names take turns, one piece of work each, so that a flood of one name does not
 * keep another waiting for more than one of its pieces.
 */
export function createTurns({ runningMax, waitingMax }: { runningMax: number; waitingMax: number }): Turns {
  /** In the order of the turns: who had one goes to the end. */
  const queues = new Map<string, (() => void)[]>()
  let waiting = 0
  let running = 0

  const startNext = () => {
    const [next] = queues
    if (next === undefined || running >= runningMax) return
    const [name, queue] = next
    const start = queue.shift()
    queues.delete(name)
    if (queue.length > 0) queues.set(name, queue)
    waiting -= 1
    running += 1
    start?.()
  }

  return {
    async take(name, work) {
      const own = queues.get(name) ?? []
      if (running >= runningMax && !hasRoom({ own: own.length, waiting, asked: 1, max: waitingMax }))
        throw new Rejection('service_unavailable')
      await new Promise<void>((start) => {
        own.push(start)
        queues.set(name, own)
        waiting += 1
        startNext()
      })
      try {
        return await work()
      } finally {
        running -= 1
        startNext()
      }
    },
  }
}
