import type { Eip1193Request } from '../../server/chain/client.ts'
import type { Database, Reader } from '../../server/database/engine/client.ts'
import { keysOf, sealWith } from '../../server/database/engine/keys-of.ts'

/** Where a process is killed. */
export type Death =
  /** In the transaction after which `standing` would say `at`: everything is written and nothing committed, or the reverse. */
  | {
      moment: 'before commit' | 'after commit'
      at: string
      standing(reader: Reader): Promise<string>
      /** The standing that comes of a single statement, which has no moment between writing and commit: before is before it. */
      ofStatement?: string
    }
  /** With a transaction's bytes in its hands that the node has not got, or has. */
  | { moment: 'before send' | 'after send' }
  | { moment: 'before the partner signs' }

/** What a killed process asks from then on is never answered. */
export class Killed extends Error {}

/** A process from its start until its death, which never comes where none is named. */
export interface Life {
  death: Death | null
  isOver: boolean
  /** Ends it, now. */
  die(): never
}

/** A life within this process: from its death on whatever it asks throws, however the failure is wrapped on its way up. */
export function lifeUntil(death: Death | null): Life {
  const life: Life = {
    death,
    isOver: false,
    die: () => {
      life.isOver = true
      throw new Killed('killed')
    },
  }
  return life
}

/** The life of this process itself: the operating system ends it, as it does when memory runs out or a host is lost. */
export function lifeOfThisProcess(death: Death | null): Life {
  return {
    death,
    isOver: false,
    die: () => {
      process.kill(process.pid, 'SIGKILL')
      // Nothing runs after the signal, also where it takes the system a moment.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
      throw new Killed('killed')
    },
  }
}

/** A database whose process dies with its first write, before or after the commit, and answers nothing from then on. */
export function dyingDatabase(database: Database, moment: 'before commit' | 'after commit'): Database {
  return mortalDatabase(database, lifeUntil({ moment, at: 'alive', standing: async () => 'alive' }))
}

/** An endpoint whose process dies with the first transaction that it sends, before or after the node has it. */
export function dyingEndpoint(request: Eip1193Request, moment: 'before send' | 'after send'): Eip1193Request {
  return mortalEndpoint(request, lifeUntil({ moment }))
}

/** The database as a process sees it that may die at a commit. */
export function mortalDatabase(database: Database, life: Life): Database {
  const transaction: Database['transaction'] = async (run) => {
    const { death } = life
    if (death?.moment !== 'before commit' && death?.moment !== 'after commit') return database.transaction(run)
    const result = await database.transaction(async (tx) => {
      const written = await run(tx)
      if (death.moment === 'before commit' && (await death.standing(tx)) === death.at) life.die()
      return written
    })
    if (death.moment === 'after commit' && (await death.standing(database)) === death.at) life.die()
    return result
  }
  const insertAll: Database['insertAll'] = async (rows) => {
    const { death } = life
    const isCommit = death?.moment === 'before commit' || death?.moment === 'after commit'
    if (isCommit && death.moment === 'before commit' && death.at === death.ofStatement) life.die()
    await database.insertAll(rows)
    if (isCommit && death.moment === 'after commit' && (await death.standing(database)) === death.at) life.die()
  }
  const mortal = new Proxy(database, {
    get(target, property) {
      if (life.isOver) throw new Killed('dead')
      if (property === 'transaction') return transaction
      if (property === 'insertAll') return insertAll
      const member: unknown = Reflect.get(target, property, target)
      return typeof member === 'function' ? (member.bind(target) as unknown) : member
    },
  })
  sealWith(mortal, keysOf(database))
  return mortal
}

/** An endpoint as a process sees it that may die before or after it sends. */
export function mortalEndpoint(request: Eip1193Request, life: Life): Eip1193Request {
  return async (args) => {
    if (life.isOver) throw new Killed('dead')
    const isSend = args.method === 'eth_sendRawTransaction'
    if (isSend && life.death?.moment === 'before send') life.die()
    const answer = await request(args)
    if (isSend && life.death?.moment === 'after send') life.die()
    return answer
  }
}
