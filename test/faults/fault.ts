import type { Lab } from './lab.ts'

/** A fault that a lab injects while orders are on their way. */
export interface Fault {
  name: string
  /** What goes wrong, for people who read the table. */
  what: string
  /** How it is made to. */
  how: string
  /** Brings orders to where the fault will find them, before those on their way are counted. */
  prepare?(lab: Lab, run: number): Promise<void>
  /** Injects it, works while it lasts, and ends it. Throws where it did not strike, or where what must hold did not. */
  strike(lab: Lab, run: number): Promise<void>
}

const PASSES_MAX = 20

/** Brings what is under way onto the chain and sells one more, so that the next batch of its partner can be sent. */
export async function makeWayForABatch(lab: Lab): Promise<void> {
  const { database } = lab.platform
  const countWaiting = async () =>
    (await database.batch.count({ where: { state: { not: 'posted' } } })) +
    (await database.outboxEntry.count({ where: { batchId: null } }))
  for (let pass = 0; pass < PASSES_MAX && (await countWaiting()) > 0; pass++) await lab.work(1)
  await lab.tills.sell(1)
}

/** Refuses to count a run in which nothing happened. */
export function mustHaveStruck(didStrike: boolean, what: string): void {
  if (!didStrike) throw new Error(`the fault did not strike: ${what}`)
}
