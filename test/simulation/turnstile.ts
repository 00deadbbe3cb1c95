import { AsyncLocalStorage } from 'node:async_hooks'

import type { Random } from './random.ts'

/** Whoever asks for operations; one that died is never answered again. */
export interface Actor {
  readonly name: string
  isDead: boolean
}

/** Lets one operation through at a time, whichever the seed decides, so that every interleaving can be had again. */
export interface Turnstile {
  /** Waits for its turn, runs, and answers; an actor that died meanwhile waits for ever. */
  pass<T>(actor: Actor, run: () => Promise<T>): Promise<T>
  /** Runs tasks side by side until each is done or its actor is dead. */
  runTogether(tasks: readonly Task[]): Promise<void>
}

export interface Task {
  actor: Actor
  run(): Promise<void>
}

interface Waiting {
  actor: Actor
  start(): Promise<void>
}

/** So often nothing may happen before tasks that are not done are called stuck. */
const QUIET_TURNS_MAX = 500

/** A turnstile whose choices this randomness makes. */
export function makeTurnstile(random: Random): Turnstile {
  let waiting: Waiting[] = []
  const passing = new AsyncLocalStorage<true>()

  return {
    pass<T>(actor: Actor, run: () => Promise<T>): Promise<T> {
      // Nobody may ask the chain, or the database from outside, while a transaction of theirs holds locks.
      if (passing.getStore() === true) throw new Error(`${actor.name} asks for an operation inside an operation`)
      return new Promise<T>((resolve, reject) => {
        if (actor.isDead) return
        const start = async (): Promise<void> => {
          try {
            const result = await passing.run(true, run)
            if (!actor.isDead) resolve(result)
          } catch (error) {
            if (!actor.isDead) reject(error instanceof Error ? error : new Error(String(error)))
          }
        }
        waiting.push({ actor, start })
      })
    },

    async runTogether(tasks) {
      const failures: unknown[] = []
      const open = new Map<Task, Actor>(tasks.map((task) => [task, task.actor]))
      for (const task of tasks) {
        task
          .run()
          .catch((error: unknown) => failures.push(error))
          .finally(() => open.delete(task))
      }
      for (let quiet = 0; quiet < QUIET_TURNS_MAX;) {
        // All that is not an operation is promises: one turn of the event loop lets them come to their next operation.
        await new Promise((resolve) => setImmediate(resolve))
        waiting = waiting.filter(({ actor }) => !actor.isDead)
        if (failures.length > 0) throw failures[0]
        if (waiting.length === 0) {
          if ([...open.values()].every((actor) => actor.isDead)) return
          quiet += 1
          continue
        }
        quiet = 0
        const [next] = waiting.splice(random.whole(0, waiting.length - 1), 1)
        await next!.start()
      }
      throw new Error(
        `stuck: ${[...open.values()].map(({ name }) => name).join(', ')} wait for something that never comes`,
      )
    },
  }
}
