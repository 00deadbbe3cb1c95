import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { Client } from 'pg'
import type { Address } from 'viem'

import { ask, askStatus } from '../../test/support/system/ask.ts'
import { type EntenteProcess, spawnEntente } from '../../test/support/system/entente-process.ts'
import { waitUntil } from '../../test/support/system/wait-until.ts'
import { type Anvil, CHAIN_ID, startAnvil } from './anvil.ts'
import { type SaleRequests, saleRequests } from './sale-requests.ts'

/** What a coalition of a benchmark is made of. */
export interface CoalitionPlan {
  /** A PostgreSQL server where databases can be made; null: the embedded database. */
  readonly server: string | null
  readonly partners: number
  readonly members: number
  /** More of the server's environment. */
  readonly env?: Readonly<Record<string, string>>
}

/** A server as `npm start` runs it, all in one process, on a chain beside it. Every member has points already. */
export interface Coalition {
  readonly anvil: Anvil
  readonly folder: string
  readonly databaseUrl: string | null
  /** Keys of the partners, and ids of the members. */
  readonly keys: readonly string[]
  readonly memberIds: readonly string[]
  readonly token: Address
  readonly requests: SaleRequests
  /** Where it listens now, and as which process. */
  server(): { readonly url: string; readonly pid: number }
  /** Ends the server. */
  halt(): Promise<void>
  /** Starts it again, and says after how many seconds it was ready. */
  start(env?: Readonly<Record<string, string>>): Promise<number>
  /** Waits until every purchase that was asked for is confirmed, by the server's own count, and none is open. */
  settle(): Promise<void>
  /** Ends everything, and leaves nothing behind. */
  close(): Promise<void>
}

const NO_LIMIT = String(100_000_000)
/** What all partners together may issue: nearly all that an epoch has room for. */
const ALLOWANCES = 6 * 10 ** 10
/** A thousand ether, in wei. */
const GAS_MONEY = '0x3635c9adc5dea00000'
const ENROLMENTS_AT_ONCE = 32
const PURCHASES_AT_ONCE = 200
const SETTLED_MS_MAX = 10 * 60_000

type Closers = (() => unknown)[]
type Env = Readonly<Record<string, string>>

/** Makes a coalition, and starts its server. */
export async function openCoalition(plan: CoalitionPlan): Promise<Coalition> {
  const closers: Closers = []
  const close = async () => {
    for (let one = closers.pop(); one !== undefined; one = closers.pop()) await one()
  }
  try {
    const folder = mkdtempSync(join(tmpdir(), 'entente-bench-'))
    closers.push(() => rmSync(folder, { recursive: true, force: true }))
    const anvil = await startAnvil()
    closers.push(() => anvil.stop())
    const databaseUrl = plan.server === null ? null : await makeDatabase(plan.server, closers)
    const env = { ...environmentOf(folder, anvil.url, databaseUrl), ...plan.env }
    await deploy(env, anvil)
    const process = serverProcess(env)
    closers.push(() => process.halt())
    await process.start()
    await payLanes(process.server().url, anvil)
    const members = await admit(process.server().url, folder, plan)
    const { token } = (await askStatus(process.server())).contracts
    const requests = saleRequests(members.keys, members.memberIds)
    const settle = () => settled(process.server(), requests)
    const coalition = { anvil, folder, databaseUrl, ...members, token, requests, ...process, settle, close }
    await giveFirstPoints(coalition)
    return coalition
  } catch (error) {
    await close()
    throw error
  }
}

function environmentOf(folder: string, rpcUrl: string, databaseUrl: string | null): Env {
  return {
    ENTENTE_DATA: folder,
    PORT: '0',
    RPC_URL: rpcUrl,
    CHAIN_ID: String(CHAIN_ID),
    REQUESTS_PER_MINUTE: NO_LIMIT,
    AUDITED_REQUESTS_PER_MINUTE: NO_LIMIT,
    ENROLMENTS_PER_PARTNER_MAX: NO_LIMIT,
    ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
  }
}

/** The server, which can be ended and started again. */
function serverProcess(env: Env): Pick<Coalition, 'server' | 'halt' | 'start'> {
  let running: { process: EntenteProcess; url: string } | null = null
  return {
    server() {
      if (running === null) throw new Error('the server does not run')
      return { url: running.url, pid: running.process.pid }
    },
    async halt() {
      const process = running?.process
      running = null
      process?.signal('SIGTERM')
      await process?.ended
    },
    async start(more = {}) {
      const began = performance.now()
      const process = spawnEntente(['start', '--no-demo'], { ...env, ...more })
      const [, url = ''] = await process.said(/^ready (http:\S+)$/m)
      running = { process, url }
      return (performance.now() - began) / 1_000
    },
  }
}

async function makeDatabase(server: string, closers: Closers): Promise<string> {
  const name = `entente_bench_${randomUUID().replaceAll('-', '')}`
  const client = new Client({ connectionString: server })
  await client.connect()
  await client.query(`create database "${name}"`)
  closers.push(async () => {
    await client.query(`drop database if exists "${name}" with (force)`)
    await client.end()
  })
  return Object.assign(new URL(server), { pathname: `/${name}` }).href
}

/** The account that pays is made by a first run that sends nothing; money for gas is given away by this chain only. */
async function deploy(env: Env, { ask: askChain }: Anvil): Promise<void> {
  const dryRun = await spawnEntente(['deploy', '--dry-run'], env).ended
  const [, payer] = /the account that pays: (0x[0-9a-fA-F]{40})/.exec(dryRun.stderr) ?? []
  await askChain('anvil_setBalance', [payer, GAS_MONEY])
  const { code, stderr } = await spawnEntente(['deploy'], env).ended
  if (code !== 0) throw new Error(`the contracts were not deployed: ${stderr}`)
}

/** The accounts that send are named by the metrics, which a server that is tried shows to this machine. */
async function payLanes(url: string, { ask: askChain }: Anvil): Promise<void> {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  const addresses = [...metrics.matchAll(/^entente_lane_balance_ether\{address="(0x[0-9a-f]{40})"/gm)].map(
    ([, one]) => one,
  )
  if (addresses.length === 0) throw new Error('the metrics name no account that sends')
  for (const address of addresses) await askChain('anvil_setBalance', [address, GAS_MONEY])
}

/** Adds the partners, waits until the chain knows them, and enrols the members. */
async function admit(url: string, folder: string, { partners, members }: CoalitionPlan) {
  const operatorKey = readFileSync(join(folder, 'keys/operator-api-key'), 'utf8').trim()
  const keys: string[] = []
  for (let at = 1; at <= partners; at += 1)
    keys.push(
      await addPartner(url, operatorKey, {
        name: `Partner ${at}`,
        allowance: String(Math.floor(ALLOWANCES / partners)),
      }),
    )
  await waitUntil(
    async () => (await ask(url, '/v1/partners', { key: operatorKey })).body.data,
    (known: { onChain: { status: string } | null }[]) => known.every(({ onChain }) => onChain?.status === 'active'),
  )
  return { keys, memberIds: await enrol(url, keys[0] ?? '', members) }
}

async function addPartner(url: string, key: string, own: { name: string; allowance: string }): Promise<string> {
  const earningRule = { points: '1', perMinor: '100', pointsMax: '1000000' }
  const terms = { ...own, currency: 'GBP', earningRule, dailyLimit: own.allowance }
  const { status, body } = await ask(url, '/v1/partners', { key, body: terms })
  if (status !== 201) throw new Error(`a partner was refused: ${JSON.stringify(body)}`)
  return body.apiKey.apiKey as string
}

async function enrol(url: string, key: string, members: number): Promise<string[]> {
  const memberIds: string[] = []
  while (memberIds.length < members) {
    const count = Math.min(ENROLMENTS_AT_ONCE, members - memberIds.length)
    const answers = await Promise.all(
      Array.from({ length: count }, () => ask(url, '/v1/members', { key, body: { kind: 'card' } })),
    )
    for (const { status, body } of answers) {
      if (status !== 201) throw new Error(`a member was refused: ${JSON.stringify(body)}`)
      memberIds.push(body.memberId as string)
    }
  }
  return memberIds
}

/** A first credit costs the chain three times as much as a later one: nobody's is measured. */
async function giveFirstPoints({ server, requests, memberIds, settle }: Coalition): Promise<void> {
  for (let at = 0; at < memberIds.length; at += PURCHASES_AT_ONCE) {
    const { path, headers, body } = requests.next(PURCHASES_AT_ONCE)
    const { status } = await fetch(`${server().url}${path}`, { method: 'POST', headers, body })
    if (status !== 200) throw new Error(`purchases were answered with ${status}`)
  }
  await settle()
}

async function settled(server: { readonly url: string }, requests: SaleRequests): Promise<void> {
  await waitUntil(
    async () => (await askStatus(server)).entries,
    ({ open, confirmed }) => open === '0' && confirmed === String(requests.purchases()),
    SETTLED_MS_MAX,
  )
}
