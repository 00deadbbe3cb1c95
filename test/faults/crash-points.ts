import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { createContactSeal } from '../../server/actions/messages/contact-seal.ts'
import { setOwnPin } from '../../server/actions/sign-in/set-own-pin.ts'
import { WRONG_PIN_LIMITS_DEFAULT } from '../../server/domain/pins.ts'
import { PIN, pinHash } from '../server/relayer/mortal-process.ts'
import { burnedOnChain, enrol, fund, type Holder } from '../server/relayer/redemption-platform.ts'
import { REDEMPTION_STANDINGS } from '../server/relayer/redemption-standing.ts'
import {
  openRelayerChain,
  openRelayerPlatform,
  type RelayerPlatform,
  STARTS_AT,
} from '../server/relayer/relayer-platform.ts'
import { type AnvilChain, openAnvilChain } from '../support/platform/anvil-chain.ts'
import { judge, readIssued } from './issued-on-chain.ts'
import { accountOfCustomer, memberOfCustomer, type Order } from './order.ts'
import { PURCHASE_STANDINGS } from './purchase-way.ts'
import type { FaultRow } from './run-fault.ts'
import { insertCustomers } from './tills.ts'
import { type DatabasePlace, openDatabaseAt, type PlannedDeath, type VictimPlan } from './victim.ts'

const VICTIM = fileURLToPath(new URL('./victim.ts', import.meta.url))
/** So much time passes from one life to the next. A list that its partner was not asked about for 5 s is another step's to sign. */
const BETWEEN_LIVES_MS = 1_000
const REDEEMED = 40n

type Way = VictimPlan['way']

/** The points at which a purchase's and a redemption's server is killed, in the order of their ways. */
export function listDeaths(way: Way): PlannedDeath[] {
  const standings: readonly string[] = way === 'purchase' ? PURCHASE_STANDINGS : REDEMPTION_STANDINGS
  const signed = way === 'purchase' ? 'batch signed' : 'list signed, its call open'
  return standings.flatMap((at): PlannedDeath[] => [
    ...(at === signed ? [{ moment: 'before the partner signs' as const, at }] : []),
    ...(at === 'send noted' ? (['before send', 'after send'] as const).map((moment) => ({ moment, at })) : []),
    { moment: 'before commit', at },
    { moment: 'after commit', at },
  ])
}

/** What a crash point is called in the table. */
export function nameDeath(way: Way, { moment, at }: PlannedDeath): string {
  const isCommit = moment === 'before commit' || moment === 'after commit'
  return `kill_${way}: ${moment}${isCommit ? ` of "${at}"` : ''}`
}

/** Kills real processes at every point of a way, one after the other, and again for each run. */
export interface CrashPlan {
  place: DatabasePlace
  databaseName: string
  runs: number
  /** In the order of the way. */
  deaths: readonly PlannedDeath[]
  /** Asked before each run: whether there is time for it. */
  hasTime: () => boolean
  onKill: () => void
}

interface Scene {
  platform: RelayerPlatform
  anvil: AnvilChain
  plan: CrashPlan
  compileCache: string
  now: number
  close(): Promise<void>
}

/** The rows of all points of one way. */
export async function runCrashPoints(way: Way, plan: CrashPlan): Promise<FaultRow[]> {
  const scene = await openScene(plan)
  const { deaths } = plan
  const rows = new Map(deaths.map((death) => [death, emptyRow(nameDeath(way, death), plan.databaseName)]))
  const orders: Order[] = []
  const accepted = new Set<Order>()
  try {
    const customers = await prepareCustomers(scene, way)
    for (let run = 0; run < plan.runs && plan.hasTime(); run++) {
      const order = customers[run]!
      orders.push(order)
      for (const death of [...deaths, null]) {
        const startedAt = performance.now()
        const life = await livePart(scene, { way, order, death })
        if (life.isAccepted) accepted.add(order)
        const row = death === null ? null : rows.get(death)
        if (life.signal !== (death === null ? null : 'SIGKILL'))
          throw new Error(`${row?.name ?? 'the last life'}: ${life.said}`)
        if (row === null || row === undefined) continue
        const missing = (await judgeAll(scene, way, [...accepted], 'finalized')).lost
        row.inFlight += missing.length
        row.runs += 1
        row.seconds += (performance.now() - startedAt) / 1_000
        plan.onKill()
      }
    }
  } catch (error) {
    for (const row of rows.values())
      row.failures.push(`run ${row.runs}: ${error instanceof Error ? error.message : String(error)}`)
  }
  const verdict = await judgeAll(scene, way, [...accepted], 'latest')
  for (const row of rows.values()) {
    row.accepted = verdict.orders
    row.lost = verdict.lost.length
    row.doubled = verdict.doubled.length
    row.seconds = Math.round(row.seconds * 10) / 10
  }
  await scene.close()
  return [...rows.values()]
}

function emptyRow(name: string, database: string): FaultRow {
  const what = 'The process is killed at this point, and another one goes on from the tables and the chain.'
  const how = 'The process sends itself SIGKILL there; the next one has nothing in memory.'
  return { name, what, how, database, runs: 0, inFlight: 0, accepted: 0, lost: 0, doubled: 0, seconds: 0, failures: [] }
}

async function openScene(plan: CrashPlan): Promise<Scene> {
  const opened: AnvilChain[] = []
  const coalition = await openRelayerChain(async (startsAt) => {
    const anvil = await openAnvilChain(startsAt)
    opened.push(anvil)
    return anvil
  })
  const [anvil] = opened
  if (anvil === undefined) throw new Error('no node was started')
  const compileCache = await mkdtemp(join(tmpdir(), 'entente-compiled-'))
  const database = await openDatabaseAt(plan.place)
  const platform = await openRelayerPlatform({}, coalition, database)
  const close = async () => {
    await anvil.close()
    await rm(compileCache, { recursive: true })
  }
  return { platform, anvil, plan, compileCache, now: STARTS_AT.getTime() + 3_600_000, close }
}

/** Stores all customers of a way, and gives those who will redeem something to redeem. Afterwards the database is the victims'. */
async function prepareCustomers({ platform, plan: { runs } }: Scene, way: Way): Promise<Order[]> {
  const { database, relayer, clock } = platform
  const occurredAt = STARTS_AT
  const numbers = Array.from({ length: runs }, (_, at) => at + 1)
  const orders: Order[] = []
  if (way === 'purchase') {
    await insertCustomers(database)
    orders.push(
      ...numbers.map((number) => ({
        reference: `order ${number}`,
        memberId: memberOfCustomer(number),
        account: accountOfCustomer(number),
        points: BigInt(number),
        occurredAt,
      })),
    )
  } else {
    const holders: Holder[] = []
    for (let number = 0; number < runs; number++) holders.push(await enrol(platform, 'card'))
    await fund(platform, ...holders.map((holder) => [holder, 100n] as const))
    for (const [at, { member }] of holders.entries()) {
      const { id: memberId, address: account } = member
      await setOwnPin(
        {
          ...{ db: database, clock, ids: relayer.ids, pinHash, wrongPinLimits: WRONG_PIN_LIMITS_DEFAULT },
          contactSeal: createContactSeal({ randomness: { bytes: () => new Uint8Array() } }, new Uint8Array()),
          channelKinds: new Set(),
        },
        { memberId, pin: PIN, currentPin: null, device: null },
      )
      orders.push({ reference: `till ${at + 1}`, memberId, account, points: REDEEMED, occurredAt })
    }
  }
  await database.close()
  return orders
}

/** One process from its start to its death or its end. */
async function livePart(
  scene: Scene,
  { way, order, death }: { way: Way; order: Order; death: PlannedDeath | null },
): Promise<{ signal: NodeJS.Signals | null; isAccepted: boolean; said: string }> {
  scene.now += BETWEEN_LIVES_MS
  const plan: VictimPlan = {
    ...{
      way,
      death,
      nodeUrl: scene.anvil.url,
      deployment: scene.platform.coalition.deployment,
      database: scene.plan.place,
    },
    ...{ reference: order.reference, memberId: order.memberId, account: order.account, points: String(order.points) },
    startsAt: new Date(scene.now).toISOString(),
    occurredAt: order.occurredAt.toISOString(),
  }
  const child = spawn(process.execPath, [VICTIM, JSON.stringify(plan)], {
    env: { ...process.env, NODE_COMPILE_CACHE: scene.compileCache },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', error: '' }
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said.error += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) =>
      resolve({
        signal,
        isAccepted: said.out.includes('accepted'),
        said: `ended with ${code ?? signal}: ${said.error.slice(-800)}`,
      }),
    )
  })
}

async function judgeAll(
  { platform, anvil }: Scene,
  way: Way,
  orders: readonly Order[],
  toBlock: 'latest' | 'finalized',
) {
  if (way === 'purchase')
    return judge(orders, await readIssued(anvil.request, platform.coalition.deployment.token, toBlock))
  const burned = new Map<string, bigint[]>()
  for (const [account, , points] of await burnedOnChain(platform, toBlock))
    burned.set(account, [...(burned.get(account) ?? []), points])
  return judge(orders, burned)
}
