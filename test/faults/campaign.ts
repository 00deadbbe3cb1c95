import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { Client } from 'pg'

import { openDatabase } from '../../server/database/engine/open-database.ts'
import { findPostgresPrograms } from '../support/platform/postgres-cluster.ts'
import { type CrashPlan, listDeaths, nameDeath, runCrashPoints } from './crash-points.ts'
import { type BreakableDatabase, openFailingCluster, openSmallDisk } from './database-faults.ts'
import type { Fault } from './fault.ts'
import { MONEY_FAULTS } from './money-faults.ts'
import { NODE_FAULTS } from './node-faults.ts'
import { runRandomKills } from './random-kills.ts'
import { type FaultRow, runFault } from './run-fault.ts'
import { runSchedules } from './schedules.ts'
import { SERVER_FAULTS } from './server-faults.ts'

/** What a campaign runs, and how often. */
export interface CampaignPlan {
  runs: number
  kills: number
  schedules: number
  seed: number
  /** A PostgreSQL in which databases may be made; null: the embedded database. */
  postgres: string | null
  isWanted: (name: string) => boolean
  /** Told before each part, and of each run of it. */
  onPart: (name: string, runs: number) => void
  onRun: () => void
  /** Told of rows as soon as they are there. */
  onRows: (rows: readonly FaultRow[]) => Promise<void>
  /** Asked before each run: whether there is time for it. */
  hasTime: () => boolean
}

export interface CampaignResult {
  rows: FaultRow[]
  /** Faults that could not be injected here, and why. */
  leftOut: { name: string; reason: string }[]
}

type Keep = (...rows: readonly FaultRow[]) => Promise<void>

const LAB_FAULTS: readonly Fault[] = [...NODE_FAULTS, ...MONEY_FAULTS, ...SERVER_FAULTS]
const CLUSTER_FAULTS = ['database_restart', 'database_fail_over', 'disk_full']
const WAYS = ['purchase', 'redemption'] as const
const RANDOM_KILLS = 'random_kills_under_load'
const SCHEDULES = 'simulated_schedules'

/** The names of all faults, in the order of the table. */
export function listFaultNames(): string[] {
  const crashPoints = WAYS.flatMap((way) => listDeaths(way).map((death) => nameDeath(way, death)))
  return [...LAB_FAULTS.map(({ name }) => name), ...CLUSTER_FAULTS, ...crashPoints, RANDOM_KILLS, SCHEDULES]
}

/** Runs every wanted fault, one after the other. */
export async function runCampaign(plan: CampaignPlan): Promise<CampaignResult> {
  const rows: FaultRow[] = []
  const result: CampaignResult = { rows, leftOut: [] }
  const keep: Keep = async (...found) => {
    rows.push(...found)
    await plan.onRows(found)
  }
  await runInLab(plan, keep, result)
  await runOnOwnClusters(plan, keep, result)
  for (const way of WAYS) await runKills(plan, way, keep, result)
  if (plan.isWanted(RANDOM_KILLS) && hasTimeFor(RANDOM_KILLS, plan, result)) {
    plan.onPart(RANDOM_KILLS, plan.kills)
    const { kills, seed, postgres, hasTime, onRun: onKill } = plan
    await keep(await runRandomKills({ kills, seed, postgres, hasTime, onKill }))
  }
  if (plan.isWanted(SCHEDULES) && hasTimeFor(SCHEDULES, plan, result)) {
    plan.onPart(SCHEDULES, plan.schedules)
    await keep(await runSchedules(plan))
  }
  return result
}

/** A fault for which no time is left has no row, and is named. */
function hasTimeFor(name: string, plan: CampaignPlan, { leftOut }: CampaignResult): boolean {
  const hasTime = plan.hasTime()
  if (!hasTime) leftOut.push({ name, reason: 'there was no time left' })
  return hasTime
}

async function runInLab(plan: CampaignPlan, keep: Keep, result: CampaignResult): Promise<void> {
  const faults = LAB_FAULTS.filter(({ name }) => plan.isWanted(name))
  if (faults.length === 0) return
  const place = await openPlace(plan.postgres)
  const database = await openDatabase(
    place.url === null ? { kind: 'pglite', folder: null, journal: null } : { kind: 'postgres', url: place.url },
  )
  for (const fault of faults) {
    if (!hasTimeFor(fault.name, plan, result)) continue
    plan.onPart(fault.name, plan.runs)
    const { runs, seed, hasTime, onRun } = plan
    await keep(await runFault(fault, { database, databaseName: place.name, runs, seed, hasTime, onRun }))
  }
  await database.close()
  await place.remove()
}

async function runOnOwnClusters(plan: CampaignPlan, keep: Keep, result: CampaignResult): Promise<void> {
  const wanted = CLUSTER_FAULTS.filter((name) => plan.isWanted(name))
  if (wanted.length === 0) return
  if (findPostgresPrograms() === null) {
    for (const name of wanted) result.leftOut.push({ name, reason: 'PostgreSQL is not installed here' })
    return
  }
  if (wanted.some((name) => name !== 'disk_full')) await runOn(await openFailingCluster(), { plan, keep, result })
  if (wanted.includes('disk_full')) {
    const small = await openSmallDisk()
    if (small === null) result.leftOut.push({ name: 'disk_full', reason: 'this user may not mount a small disk' })
    else await runOn(small, { plan, keep, result })
  }
}

async function runOn(
  { database, faults, close }: BreakableDatabase,
  { plan, keep, result }: { plan: CampaignPlan; keep: Keep; result: CampaignResult },
): Promise<void> {
  const { runs, seed, hasTime, onRun } = plan
  for (const fault of faults.filter(({ name }) => plan.isWanted(name))) {
    if (!hasTimeFor(fault.name, plan, result)) continue
    plan.onPart(fault.name, runs)
    await keep(await runFault(fault, { database, databaseName: 'PostgreSQL', runs, seed, hasTime, onRun }))
  }
  await close()
}

async function runKills(
  plan: CampaignPlan,
  way: (typeof WAYS)[number],
  keep: Keep,
  result: CampaignResult,
): Promise<void> {
  const deaths = listDeaths(way).filter((death) => plan.isWanted(nameDeath(way, death)))
  if (deaths.length === 0 || !hasTimeFor(`kill_${way}`, plan, result)) return
  plan.onPart(`kill_${way}`, plan.runs * deaths.length)
  const place = await openPlace(plan.postgres)
  const folder = await mkdtemp(join(tmpdir(), 'entente-victims-'))
  const crash: CrashPlan = {
    place:
      place.url === null
        ? { kind: 'pglite', folder: join(folder, 'database'), journal: join(folder, 'journal.sqlite') }
        : { kind: 'postgres', url: place.url },
    databaseName: place.name,
    runs: plan.runs,
    deaths,
    hasTime: plan.hasTime,
    onKill: plan.onRun,
  }
  await keep(...(await runCrashPoints(way, crash)))
  await place.remove()
  await rm(folder, { recursive: true })
}

/** A new database on a PostgreSQL, or none: then it is embedded. */
async function openPlace(server: string | null) {
  if (server === null) return { url: null, name: 'embedded', remove: async () => undefined }
  const name = `entente_faults_${randomBytes(6).toString('hex')}`
  const onServer = async (sql: string) => {
    const client = new Client({ connectionString: server })
    await client.connect()
    await client.query(sql).finally(() => client.end())
  }
  await onServer(`create database ${name}`)
  return {
    url: Object.assign(new URL(server), { pathname: `/${name}` }).href,
    name: 'PostgreSQL',
    remove: () => onServer(`drop database ${name} with (force)`),
  }
}
