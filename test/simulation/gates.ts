import type { Eip1193Request } from '../../server/chain/client.ts'
import type { Database } from '../../server/database/engine/client.ts'
import { keysOf, sealWith } from '../../server/database/engine/keys-of.ts'
import { Transient } from '../../server/domain/rejection.ts'
import type { Faults } from './faults.ts'
import type { Random } from './random.ts'
import type { Actor, Turnstile } from './turnstile.ts'
import type { SimulatedClock } from './world.ts'

interface Gate {
  actor: Actor
  turnstile: Turnstile
  faults: Faults
}

class Undone extends Error {}

type Run = Parameters<Database['transaction']>[0]

/** The database as one process sees it: every statement and every transaction waits for its turn, and may be its last. */
export function gatedDatabase(database: Database, gate: Gate): Database {
  const transaction = (run: Run): Promise<unknown> => gate.turnstile.pass(gate.actor, () => commit(database, gate, run))
  const gated = new Proxy(database, {
    get(target, property) {
      if (property === 'transaction') return transaction
      const member: unknown = Reflect.get(target, property, target)
      if (typeof member === 'function') return gatedCall(gate, target, member as Method)
      // A model: its methods are the statements.
      if (typeof member === 'object' && member !== null) {
        return new Proxy(member, {
          get: (model, name) => {
            const method: unknown = Reflect.get(model, name, model)
            return typeof method === 'function' ? gatedCall(gate, model, method as Method) : method
          },
        })
      }
      return member
    },
  })
  sealWith(gated, keysOf(database))
  return gated
}

type Method = (...args: unknown[]) => unknown

function gatedCall({ turnstile, actor }: Gate, target: object, method: Method) {
  return (...args: unknown[]): Promise<unknown> =>
    turnstile.pass(actor, async () => Reflect.apply(method, target, args))
}

async function commit(database: Database, { actor, faults }: Gate, run: Run): Promise<unknown> {
  const isLastBefore = faults.strikes('crash_before_commit')
  if (isLastBefore || faults.strikes('commit_refused')) {
    await undo(database, run)
    if (isLastBefore) actor.isDead = true
    throw new Transient('the database does not answer', null)
  }
  const result = await database.transaction(run)
  if (faults.strikes('crash_after_commit')) actor.isDead = true
  else if (faults.strikes('commit_answer_lost')) throw new Transient('the database does not answer any more', null)
  return result
}

async function undo(database: Database, run: Run): Promise<void> {
  try {
    await database.transaction(async (tx) => {
      await run(tx)
      throw new Undone()
    })
  } catch (error) {
    if (!(error instanceof Undone)) throw error
  }
}

/** The chain as one process sees it through an endpoint that fails, lags and keeps things back. */
export function gatedRequest(request: Eip1193Request, gate: RequestGate): Eip1193Request {
  return (args) =>
    gate.turnstile.pass(gate.actor, () =>
      args.method === 'eth_sendRawTransaction' ? send(request, gate, args) : read(request, gate, args),
    )
}

interface RequestGate extends Gate {
  random: Random
  clock: SimulatedClock
}

/** Longer than a process that follows the chain may be silent. */
const STALL_MS = 20_000

type Args = Parameters<Eip1193Request>[0]

async function send(request: Eip1193Request, { actor, faults }: Gate, args: Args): Promise<unknown> {
  if (faults.strikes('crash_before_send')) {
    actor.isDead = true
    return null
  }
  if (faults.strikes('send_lost')) throw new Error('socket hang up')
  const answer = await request(args)
  if (faults.strikes('crash_after_send')) actor.isDead = true
  else if (faults.strikes('send_answer_lost')) throw new Error('socket hang up')
  return answer
}

async function read(request: Eip1193Request, { faults, random, clock }: RequestGate, args: Args): Promise<unknown> {
  if (faults.strikes('process_stalled')) clock.advance(STALL_MS)
  if (faults.strikes('rpc_error')) throw new Error('fetch failed')
  const [first] = (args.params ?? []) as unknown[]
  if (args.method === 'eth_getBlockByNumber' && first === 'latest' && faults.strikes('rpc_lagging_head')) {
    const newest = Number(await request({ method: 'eth_blockNumber' }))
    const behind = `0x${(newest - random.whole(1, 3)).toString(16)}`
    return request({ ...args, params: [behind, false] })
  }
  const answer = await request(args)
  if (args.method === 'eth_getLogs' && (answer as unknown[]).length > 0 && faults.strikes('rpc_hidden_logs')) {
    return random.happens(0.25) ? [] : (answer as unknown[]).slice(1)
  }
  if (faults.strikes('rpc_answer_lost')) throw new Error('timeout')
  return answer
}
