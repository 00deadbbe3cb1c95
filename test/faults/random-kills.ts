import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { Client } from 'pg'

import { type Random, seededRandom } from '../simulation/random.ts'
import { ask } from '../support/system/ask.ts'
import { type BareChain, startBareChain } from '../support/system/bare-chain.ts'
import { type EntenteProcess, spawnEntente } from '../support/system/entente-process.ts'
import { waitUntil } from '../support/system/wait-until.ts'
import { judge, readIssued } from './issued-on-chain.ts'
import type { Order } from './order.ts'
import type { FaultRow } from './run-fault.ts'

const CHAIN_ID = 31_337
const TILLS = 6
/** So long after a purchase was accepted the next kill comes, at most. */
const LIFE_MS_MAX = 1_500
const SETTLE_MS_MAX = 180_000
/** So long a purchase may take, with a server's start before it. */
const LIVE_MS_MAX = 120_000
const POINTS = 10n
/** For whoever collects the metrics of these servers. */
const METRICS_TOKEN = randomBytes(16).toString('hex')

/** Real servers that are killed at random while tills sell. */
export interface KillPlan {
  kills: number
  seed: number
  /** Two servers share a new database on this PostgreSQL; null: one server, and its embedded database. */
  postgres: string | null
  /** Asked before each kill: whether there is time for it. */
  hasTime: () => boolean
  onKill: () => void
}

interface Scene {
  env: Record<string, string>
  chain: BareChain
  token: string
  key: string
  random: Random
  servers: (Running | null)[]
  accepted: Order[]
  isOver: boolean
}

interface Running {
  process: EntenteProcess
  url: string
}

/** Kills servers at random moments while tills sell, starts others, and looks on the chain once all is final. */
export async function runRandomKills(plan: KillPlan): Promise<FaultRow> {
  const startedAt = performance.now()
  const row: FaultRow = {
    name: 'random_kills_under_load',
    what: 'A server is killed at any moment while tills sell over HTTP, and started again.',
    how:
      `SIGKILL to ${plan.postgres === null ? 'the only server' : 'one of two servers on one database'}, up to ${LIFE_MS_MAX} ms after a purchase was accepted; ` +
      `${TILLS} tills enrol a member, sell, and repeat what was not answered.`,
    database: plan.postgres === null ? 'embedded' : 'PostgreSQL',
    ...{ runs: 0, inFlight: 0, accepted: 0, lost: 0, doubled: 0, seconds: 0, failures: [] },
  }
  const folder = await mkdtemp(join(tmpdir(), 'entente-kills-'))
  const database = plan.postgres === null ? null : await makeDatabase(plan.postgres)
  const chain = await startBareChain(CHAIN_ID)
  const scene = await openScene({ chain, folder, databaseUrl: database?.url ?? null, seed: plan.seed })
  try {
    const tills = Array.from({ length: TILLS }, (_, till) => sellUntilOver(scene, till))
    await killAgainAndAgain(scene, row, plan)
    scene.isOver = true
    await Promise.all(tills)
    await comeToRest(scene)
  } catch (error) {
    row.failures.push(
      `kill ${row.runs} of seed ${plan.seed}: ${error instanceof Error ? error.message : String(error)}`,
    )
    scene.isOver = true
  }
  const verdict = judge(scene.accepted, await readIssued(requestOf(chain), scene.token, 'latest'))
  row.accepted = verdict.orders
  row.lost = verdict.lost.length
  row.doubled = verdict.doubled.length
  for (const server of scene.servers) {
    server?.process.signal('SIGKILL')
    await server?.process.ended
  }
  await chain.close()
  await database?.drop()
  await rm(folder, { recursive: true, force: true })
  row.seconds = Math.round((performance.now() - startedAt) / 100) / 10
  return row
}

function requestOf(chain: BareChain) {
  return ({ method, params }: { method: string; params?: unknown }) => chain.ask(method, (params ?? []) as unknown[])
}

/** Starts the servers, and adds a partner whose tills sell. */
async function openScene(begun: {
  chain: BareChain
  folder: string
  databaseUrl: string | null
  seed: number
}): Promise<Scene> {
  const { chain, folder, databaseUrl, seed } = begun
  const env: Record<string, string> = {
    ...{
      ENTENTE_DATA: folder,
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
      PORT: '0',
      RPC_URL: chain.url,
      CHAIN_ID: String(CHAIN_ID),
    },
    ...{ REQUESTS_PER_MINUTE: '10000000', ENROLMENTS_PER_PARTNER_MAX: '1000000', LOG_LEVEL: 'warn', METRICS_TOKEN },
    ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
  }
  // The first try makes the keys, and says that their account has no money.
  await spawnEntente(['deploy', '--json'], env).ended
  const operator = JSON.parse(await readFile(join(folder, 'keys', 'operator.json'), 'utf8')) as { address: string }
  await chain.fund(`0x${operator.address.replace(/^0x/, '')}`)
  await json(env, 'deploy')
  const scene: Scene = {
    ...{ env, chain, token: '', key: '', random: seededRandom(seed), accepted: [], isOver: false },
    servers: databaseUrl === null ? [null] : [null, null],
  }
  await Promise.all(scene.servers.map((_, at) => startServer(scene, at)))
  const [first] = scene.servers
  const status = (await ask(first?.url ?? '', '/v1/status')).body
  scene.token = String(status.contracts.token).toLowerCase()
  for (const address of await lanesOf(first?.url ?? '')) await chain.fund(address)
  const terms = ['--allowance', '100000000', '--daily-limit', '100000000']
  scene.key = (await json(env, 'partner', 'add', '--name', 'Till', ...terms)).apiKey.apiKey
  // From now on blocks come as on a chain: every second, whatever there is to put into them.
  await chain.ask('evm_setAutomine', [false])
  await chain.ask('evm_setIntervalMining', [1])
  return scene
}

/** The accounts that send, as an operator finds them: by the metrics. */
async function lanesOf(url: string): Promise<string[]> {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })
  const addresses = (await answer.text()).matchAll(/^\w*lane_balance_ether\{address="(0x[0-9a-fA-F]{40})"/gm)
  const found = [...addresses].map(([, address = '']) => address)
  if (found.length === 0) throw new Error('the metrics name no account that sends')
  return found
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- whoever asks knows the command
async function json(env: Record<string, string>, ...args: string[]): Promise<any> {
  const { code, stdout, stderr } = await spawnEntente([...args, '--json'], env).ended
  if (code !== 0) throw new Error(`entente ${args.join(' ')}: ${stderr}`)
  return JSON.parse(stdout)
}

async function startServer(scene: Scene, at: number): Promise<void> {
  const process = spawnEntente(['start', '--no-demo'], scene.env)
  const [, url = ''] = await process.said(/^ready (http:\S+)$/m)
  scene.servers[at] = { process, url }
}

/** Kills whichever server there is, again and again, and starts another in its place, until they were killed often enough. */
async function killAgainAndAgain(scene: Scene, row: FaultRow, plan: KillPlan): Promise<void> {
  const starting = new Set<Promise<void>>()
  let soldBefore = scene.accepted.length
  while (row.runs < plan.kills && plan.hasTime()) {
    // A server that nobody has bought from since the last kill would have nothing in its hands.
    await waitUntil(
      async () => scene.accepted.length,
      (sold) => sold > soldBefore,
      LIVE_MS_MAX,
    )
    await sleep(scene.random.whole(0, LIFE_MS_MAX))
    const alive = scene.servers.flatMap((server, at) => (server === null ? [] : [{ server, at }]))
    if (alive.length === 0) continue
    const { server, at } = scene.random.pick(alive)
    scene.servers[at] = null
    server.process.signal('SIGKILL')
    const ended = await server.process.ended
    if (ended.signal !== 'SIGKILL') throw new Error(`the server had ended by itself: ${ended.stderr}`)
    soldBefore = scene.accepted.length
    const final = await readIssued(requestOf(scene.chain), scene.token, 'finalized')
    row.inFlight += judge(scene.accepted, final).lost.length
    row.runs += 1
    plan.onKill()
    const start = startServer(scene, at)
    starting.add(start)
    void start.finally(() => starting.delete(start)).catch(() => undefined)
  }
  await Promise.all(starting)
}

/** A till: enrols a customer, sells, and repeats a sale until it is answered. */
async function sellUntilOver(scene: Scene, till: number): Promise<void> {
  for (let sale = 1; !scene.isOver; sale++) {
    const enrolled = await askUntilAnswered(scene, '/v1/members', { kind: 'card' })
    if (enrolled === null) return
    const order: Order = {
      ...{ reference: `till ${till} sale ${sale}`, memberId: enrolled.memberId, points: POINTS },
      ...{ account: String(enrolled.address ?? enrolled.account).toLowerCase(), occurredAt: new Date() },
    }
    const answer = await askUntilAnswered(scene, '/v1/purchases', {
      orderRef: order.reference,
      member: { kind: 'card', value: enrolled.cardNumber },
      currency: 'GBP',
      amountMinor: '1000',
      occurredAt: order.occurredAt.toISOString(),
    })
    if (answer === null) return
    scene.accepted.push(order)
  }
}

/** Asks whichever server there is, again and again, as long as there is none or it does not answer. */
async function askUntilAnswered(scene: Scene, path: string, body: object) {
  for (let tries = 0; ; tries++) {
    const url = scene.servers[(tries + path.length) % scene.servers.length]?.url
    const answer = url === undefined ? null : await ask(url, path, { key: scene.key, body }).catch(() => null)
    if (answer?.status === 201 || answer?.status === 200) return answer.body
    if (answer !== null && answer.status < 500)
      throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    if (scene.isOver && tries > 50) return null
    await sleep(20)
  }
}

/** Waits until everything that was accepted is in a final block. */
async function comeToRest(scene: Scene): Promise<void> {
  const until = performance.now() + SETTLE_MS_MAX
  for (;;) {
    const { lost } = judge(scene.accepted, await readIssued(requestOf(scene.chain), scene.token, 'finalized'))
    if (lost.length === 0) return
    if (performance.now() > until)
      throw new Error(`${lost.length} purchases are not final: ${lost.slice(0, 3).join(', ')}`)
    await sleep(500)
  }
}

async function makeDatabase(server: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `entente_kills_${randomBytes(6).toString('hex')}`
  const onServer = async (sql: string) => {
    const client = new Client({ connectionString: server })
    await client.connect()
    await client.query(sql).finally(() => client.end())
  }
  await onServer(`create database ${name}`)
  return {
    url: Object.assign(new URL(server), { pathname: `/${name}` }).href,
    drop: () => onServer(`drop database ${name} with (force)`),
  }
}
