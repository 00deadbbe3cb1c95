import { changeAllowance } from '../../server/actions/partners/change-allowance.ts'
import { changePartnerStatus } from '../../server/actions/partners/change-partner-status.ts'
import { listWaitingOrders } from '../../server/database/redemption-lists.ts'
import { compareWithChain } from '../../server/indexer/compare-with-chain.ts'
import { makeChainWeather, type ChainWeather } from './chain-weather.ts'
import { checkRun } from './check-run.ts'
import { makeFaults, type Faults } from './faults.ts'
import { describe, isPassing, makeProcess, show, type SimulatedProcess } from './process.ts'
import { seededRandom, type Random } from './random.ts'
import { makeSpenders, type Spenders } from './spenders.ts'
import { makeTills, type Tills } from './tills.ts'
import { makeTurnstile, type Task, type Turnstile } from './turnstile.ts'
import { FIRST_PARTNERS, resetWorld, type World } from './world.ts'

/** How much happens before the faults stop. */
const ROUNDS = 15

/** Passes in which everything must come to rest once the faults have stopped. */
const PASSES_MAX = 160

/** So often at the end a day passes, so that orders which never come true end too. */
const PASSES_PER_DAY = 25
const DAY_MS = 25 * 60 * 60_000

/** What a run of one seed met. */
export interface RunReport {
  counts: ReadonlyMap<string, number>
}

interface Simulation {
  world: World
  random: Random
  faults: Faults
  turnstile: Turnstile
  tills: Tills
  spenders: Spenders
  weather: ChainWeather
  servers: (SimulatedProcess | null)[]
  starts: number
  ids: { next(): string }
  tell(line: string): void
}

/** Runs the real pipeline through whatever a seed has in store, lets it come to rest, and checks every promise. */
export async function runSeed(world: World, seed: number, tell: (line: string) => void): Promise<RunReport> {
  await resetWorld(world)
  const random = seededRandom(seed)
  const faults = makeFaults(random)
  let ids = 0
  const simulation: Simulation = {
    world,
    random,
    faults,
    turnstile: makeTurnstile(random),
    tills: makeTills(world, random, faults),
    spenders: makeSpenders(world, random, faults),
    weather: makeChainWeather(world, random, faults),
    servers: [null, null],
    starts: 0,
    ids: { next: () => `01900000-0000-7000-8000-${(++ids).toString(16).padStart(12, '0')}` },
    tell,
  }
  for (let round = 0; round < ROUNDS; round++) await playRound(simulation)
  faults.stop()
  await comeToRest(simulation)
  await checkRun(world, simulation.tills)
  faults.note('accepted', simulation.tills.accepted('purchases').size)
  return { counts: faults.counts }
}

async function playRound(simulation: Simulation): Promise<void> {
  const { random, faults, turnstile, weather, tills, spenders, servers } = simulation
  await startMissing(simulation)
  const alive = servers.filter((server) => server !== null)
  const tasks: Task[] = []
  for (const server of alive) {
    const doing = random.fraction()
    if (doing < 0.45) tasks.push(passOf(simulation, server))
    else if (doing < 0.75) tasks.push({ actor: server, run: random.pick(server.steps).run })
    if (random.happens(0.5)) tills.invent(FIRST_PARTNERS)
    const request = tills.findToSend()
    if (request !== null) tasks.push({ actor: server, run: () => tills.send(request, server) })
    if (random.happens(0.1)) tasks.push({ actor: server, run: () => tills.cheat(server) })
    if (random.happens(0.7)) tasks.push({ actor: server, run: () => spenders.act(server) })
    if (random.happens(0.08)) tasks.push({ actor: server, run: () => operate(simulation, server) })
  }
  await turnstile.runTogether(tasks)
  if (random.happens(0.7)) await weather.mine()
  await weather.change()
  for (const server of alive) if (faults.strikes('crash_between_steps')) server.isDead = true
  await buryDead(simulation)
}

/** One after the other, as the loops of a server do on the whole. */
function passOf({ random }: Simulation, server: SimulatedProcess): Task {
  const from = random.happens(0.5) ? 0 : random.whole(0, server.steps.length - 1)
  const steps = [...server.steps.slice(from), ...server.steps.slice(0, from)]
  return {
    actor: server,
    run: async () => {
      for (const step of steps) await step.run()
    },
  }
}

async function operate({ random, faults, tell }: Simulation, server: SimulatedProcess): Promise<void> {
  const partnerId = random.pick(FIRST_PARTNERS)
  const act = random.pick(['suspend', 'resume', 'resume', 'raise', 'lower'] as const)
  try {
    if (act === 'suspend' || act === 'resume') {
      await changePartnerStatus(server.operate, { partnerId, status: act === 'suspend' ? 'suspended' : 'active' })
    } else {
      await changeAllowance(server.operate, { partnerId, change: act, points: BigInt(random.whole(50, 400)) })
    }
    faults.note(`operator: ${act}`)
    tell(`${server.name} operator ${act} ${partnerId}`)
  } catch (error) {
    if (!isPassing(error)) throw error
  }
}

/** Two servers, each started anew after it died: with an empty memory, over the same database. */
async function startMissing(simulation: Simulation): Promise<void> {
  const { servers, random } = simulation
  for (const [index, server] of servers.entries()) {
    if (server === null && (servers.every((each) => each === null) || random.happens(0.6))) {
      servers[index] = await startServer(simulation, index)
    }
  }
}

async function startServer(simulation: Simulation, index: number): Promise<SimulatedProcess | null> {
  const { turnstile, faults, tell } = simulation
  simulation.starts += 1
  // A server that is started anew may bear its old name, and then goes on leading at once.
  const name = `${'AB'[index] ?? '?'}${simulation.random.happens(0.5) ? '' : simulation.starts}`
  const server = await birth(simulation, name)
  if (server === null) return null
  const started: SimulatedProcess[] = []
  const run = async (): Promise<void> => {
    try {
      const comparison = await server.start()
      faults.note(`start: ${comparison.kind}`)
      tell(`${name} started: ${show(comparison)}`)
      started.push(server)
    } catch (error) {
      if (!isPassing(error)) throw error
      tell(`${name} did not start: ${describe(error)}`)
    }
  }
  await turnstile.runTogether([{ actor: server, run }])
  return started.find((each) => !each.isDead) ?? null
}

/** Making a server asks the chain for its id: also that may fail, or be the last thing that it does. */
async function birth(simulation: Simulation, name: string): Promise<SimulatedProcess | null> {
  const born: SimulatedProcess[] = []
  const run = async (): Promise<void> => {
    try {
      born.push(await makeProcess(name, simulation))
    } catch (error) {
      if (!isPassing(error)) throw error
      simulation.tell(`${name} did not start: ${describe(error)}`)
    }
  }
  await simulation.turnstile.runTogether([{ actor: { name, isDead: false }, run }])
  return born[0] ?? null
}

async function buryDead({ world, servers, faults, tell }: Simulation): Promise<void> {
  for (const [index, server] of servers.entries()) {
    if (server?.isDead !== true) continue
    faults.note('process died')
    faults.note('in flight at a death', await countInFlight(world))
    tell(`${server.name} died`)
    servers[index] = null
  }
}

/** Entries that were accepted and are in no final block. */
async function countInFlight({ database }: World): Promise<number> {
  const [row] = await database.$queryRaw<{ entries: number }[]>`
    select count(*)::int as entries from outbox_entry e left join batch b on b.id = e.batch_id
    left join posted_batch p on p.batch_hash = b.batch_hash
    where p.block_number is null or p.block_number > (select max(finalized_number) from chain_cursor)`
  return row?.entries ?? 0
}

/** No more faults: a new server must bring everything to its end, by itself, in bounded time. */
async function comeToRest(simulation: Simulation): Promise<void> {
  const { world, tills, spenders, turnstile, weather, tell } = simulation
  tell('the faults have stopped')
  for (const server of simulation.servers) if (server !== null) server.isDead = true
  tills.forgetUnanswered()
  world.clock.advance(60_000)
  await weather.mine()
  const server = await startServer(simulation, 0)
  if (server === null) throw new Error('a server did not start although nothing was wrong')
  const alone = (run: () => Promise<unknown>) =>
    turnstile.runTogether([{ actor: server, run: () => run().then(() => undefined) }])
  for (const partnerId of FIRST_PARTNERS) {
    await alone(() => changePartnerStatus(server.operate, { partnerId, status: 'active' }))
    await alone(() => changeAllowance(server.operate, { partnerId, change: 'raise', points: 1_000_000n }))
  }
  await alone(() => spenders.unfreezeAll(server))
  for (let pass = 0; pass < PASSES_MAX; pass++) {
    if (pass % PASSES_PER_DAY === PASSES_PER_DAY - 1) world.clock.advance(DAY_MS)
    for (const request of tills.open()) await alone(() => tills.send(request, server))
    await alone(passOf(simulation, server).run)
    // Blocks are cheap and passes are not: what is posted becomes final the sooner.
    for (let blocks = 0; blocks < 3; blocks++) await weather.mine()
    if (await isAtRest(world)) {
      const comparison = { kind: 'none' as string }
      await alone(async () => Object.assign(comparison, await compareWithChain(server.indexer, { isOwnChain: false })))
      if (comparison.kind !== 'agrees') throw new Error(`at rest, and yet: ${show(comparison)}`)
      return
    }
  }
  throw new Error(`not at rest after ${PASSES_MAX} passes`)
}

/** Asked after every pass: one question after the other, and none after the first that is answered with work. */
async function isAtRest({ database }: World): Promise<boolean> {
  const cursor = await database.chainCursor.findFirstOrThrow()
  const waitingOrders = () => listWaitingOrders(database, { ofPartnerMax: 1 })
  const openWork: (() => Promise<number>)[] = [
    () => database.call.count({ where: { state: { notIn: ['final', 'failed'] } } }),
    () => database.postedBatch.count({ where: { blockNumber: { gt: cursor.finalizedNumber } } }),
    () => database.redemptionEvent.count({ where: { blockNumber: { gt: cursor.finalizedNumber } } }),
    () => database.outboxEntry.count({ where: { batchId: null } }),
    () => database.batch.count({ where: { state: { not: 'posted' } } }),
    () => database.redemptionList.count({ where: { state: { in: ['formed', 'sent'] } } }),
    () => waitingOrders().then((waiting) => waiting.length),
    () => database.restoration.count({ where: { state: { in: ['requested', 'sent'] } } }),
    () => database.accountAct.count({ where: { state: 'requested' } }),
  ]
  for (const count of openWork) if ((await count()) > 0) return false
  return true
}
