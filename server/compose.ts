import { randomBytes } from 'node:crypto'
import { createWriteStream, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { Registry } from 'prom-client'

import { listen, SERVER_LIMITS } from './api/http-server.ts'
import type { EmbeddedChainPlan, OpenedChain, WatchedConnection } from './chain/open-chain.ts'
import { openChain, openEmbeddedChain } from './chain/open-chain.ts'
import type { OpenedKeys } from './chain/open-keys.ts'
import { buildApi } from './compose-api.ts'
import { closeDataFolder } from './compose-data-folder.ts'
import { openKeysOf, openPassphrase, readAdministratorOf } from './compose-keys.ts'
import { giveUpLead, startAuditNotes, startChainKeeping, startIndexer, startRelayer } from './compose-loops.ts'
import type { Environment, Parts } from './compose-parts.ts'
import { openTraces } from './compose-traces.ts'
import { destroyErasedKeys } from './actions/accounts/carry-out-erasures.ts'
import { keyFiles, readOrMakeKeyFile } from './config/key-files.ts'
import type { Config, Secrets } from './config/config.ts'
import type { Database } from './database/engine/client.ts'
import { findPartnerOutside } from './database/partners.ts'
import { openDatabase } from './database/engine/open-database.ts'
import { type Journal, openJournal } from './database/engine/journal.ts'
import type { Clock } from './domain/environment.ts'
import { StartRefused } from './domain/start-refused.ts'
import { makeIds } from './domain/uuid-v7.ts'
import { type Loop, makeRest, type Rest } from './loop.ts'
import { createLogger, type Logger } from './observability/logger.ts'
import { createRpcMetrics } from './observability/rpc-metrics.ts'
import { createTraceMetrics } from './observability/trace-metrics.ts'
import type { ToldTime } from './told-time.ts'

export interface ComposeOptions {
  config: Config
  secrets: Secrets
  environment?: Partial<Environment>
  /** Asked once the data folder is this process's alone: who tells the time at first; null where nobody does. */
  tellTime?: () => ToldTime | null
  /** Told what is being done, for people who wait. */
  onProgress?: (line: string) => void
  /** Told of what the server cannot go on from; it must be stopped then. */
  onFailure?: (failure: Error) => void
}

/** A server that runs. */
export interface RunningEntente {
  /** Where the API listens; null in a process without the role `api`. */
  url: string | null
  parts: Parts
  stop(): Promise<void>
}

type Closers = (() => Promise<void> | void)[]

const STOP_HTTP_MS_MAX = 10_000

/** Opens, compares and starts everything, in order; whatever was opened is closed again when a later part is refused. */
export async function composeServer(options: ComposeOptions): Promise<RunningEntente> {
  const closers: Closers = []
  try {
    const parts = await openParts(options, closers)
    const url = await startParts(parts, (line) => options.onProgress?.(line), closers)
    return { url, parts, stop: () => closeAll(closers) }
  } catch (error) {
    await closeAll(closers)
    throw error
  }
}

async function openParts(options: ComposeOptions, closers: Closers): Promise<Parts> {
  const { config, secrets } = options
  const onProgress = (line: string) => options.onProgress?.(line)
  const real = makeEnvironment(options.environment)
  // Before anything else: a start that will not get its port should not first boot a chain.
  if (config.roles.includes('api')) await refuseBusyPort(config)
  const mended = closeDataFolder(config.dataFolder)
  const journal = lockDataFolder(config, real.clock, closers)
  const told = options.tellTime?.() ?? null
  const environment = told === null ? real : makeEnvironment({ ...options.environment, clock: told.clock })
  const logger = openLog(config, closers)
  if (mended.length > 0) logger.warn({ module: 'data_folder', mended }, 'other users could read or change these')
  const files = keyFiles(config.dataFolder)
  const passphrase = await openPassphrase(config, secrets, environment)
  const lookupKey = Buffer.from(
    secrets.lookupKey ?? (await readOrMakeKeyFile(files.lookupKey, () => randomHex(environment))),
    'hex',
  )
  onProgress('opening keys')
  const keys = await openKeysOf(config, secrets, { ...environment, passphrase })
  const metrics = new Registry()
  const processName = config.hasDatabaseUrl ? `${hostname()}:${String(process.pid)}` : 'embedded'
  const traceMetrics = () => createTraceMetrics(metrics)
  const traces = await openTraces({ config, secrets, logger, processName, traceMetrics })
  closers.push(() => traces?.close())
  const readAdministrator = () => readAdministratorOf(config, { ...environment, passphrase })
  const opened = await openChainOf(
    config,
    { keys, readAdministrator },
    { onProgress, watched: watchRpc(config, metrics), startsAt: told?.clock.now() },
  )
  closers.push(() => opened.embedded?.stop())
  const fail = (failure: Error) => options.onFailure?.(failure)
  void opened.embedded?.lost.then(() => {
    fail(
      new StartRefused(
        'chain_did_not_start',
        'The embedded chain ended by itself: start again; its newest blocks are posted again.',
      ),
    )
  })
  onProgress(config.hasDatabaseUrl ? 'connecting to PostgreSQL' : 'opening the embedded database')
  const rest = opened.embedded === null || config.hasDatabaseUrl ? null : makeRest(() => performance.now())
  const database = await openDatabaseOf({ config, secrets, lookupKey }, journal && tellingOfWrites(journal, rest))
  closers.push(() => database.close())
  const watched = { logger, metrics, traces, processName, fail }
  const named = { passphrase, lookupKey, keys, opened, database, rest, told, ...watched }
  return { ...environment, config, secrets, ...named, loops: new Map() }
}

async function startParts(parts: Parts, onProgress: (line: string) => void, closers: Closers): Promise<string | null> {
  const { config } = parts
  const start = (loops: Loop[]) =>
    closers.push(() => Promise.all(loops.map((loop) => loop.stop())).then(() => undefined))
  await refusePartnerOutside(parts)
  // Nobody comes back with a copy of the keys that was restored.
  await destroyErasedKeys({ db: parts.database })
  // The chain does not move before the database was compared with it: an embedded one forgets old states as it grows.
  if (config.roles.includes('indexer')) {
    // Where it was taken, also by a start that is refused later: another process follows at once, and waits for no lease to run out.
    closers.push(() => giveUpLead(parts))
    start(await startIndexer(parts, onProgress))
  }
  start(startChainKeeping(parts))
  if (config.roles.includes('relayer')) start(await startRelayer(parts))
  if (!config.roles.includes('api')) return null
  start(startAuditNotes(parts))
  // Behind proxies all connections are theirs, and a limit of one address would be a limit of everybody.
  const connectionsPerAddressMax = config.trustedProxies > 0 ? null : config.connectionsPerAddressMax
  const limits = { ...SERVER_LIMITS, connectionsPerAddressMax }
  const server = await listen({ port: config.port, host: config.host }, limits).catch((error: unknown) => {
    throw describeListenError(error, config)
  })
  // Requests that stay open longer are cut off; everything that was answered is durable.
  closers.push(() =>
    Promise.race([server.close(), new Promise<void>((resolve) => setTimeout(resolve, STOP_HTTP_MS_MAX).unref())]),
  )
  const { app, setReady } = await buildApi(parts, server.port)
  server.serve(app)
  const url = `http://${config.host === '127.0.0.1' ? 'localhost' : config.host}:${String(server.port)}`
  const serverFile = join(config.dataFolder, 'server.json')
  writeFileSync(serverFile, JSON.stringify({ pid: process.pid, url, rpcUrl: parts.opened.rpcUrl }), { mode: 0o600 })
  if (parts.told === null) setReady(true)
  else
    void parts.told.ended.then(() => {
      setReady(true)
    })
  closers.push(async () => {
    setReady(false)
    rmSync(serverFile, { force: true })
    server.drain()
    // Whoever spreads requests over several processes sees it in /readyz, and sends no more of them here.
    if (config.drainMs > 0) await sleep(config.drainMs)
  })
  return url
}

/** With the settings of another cell, new partners would get numbers that are that cell's. */
async function refusePartnerOutside({ config, database }: Parts): Promise<void> {
  const partnerId = await findPartnerOutside(database, config.cell)
  if (partnerId === null) return
  throw new StartRefused(
    'partner_of_another_cell',
    `The database has partner ${String(partnerId)}, whose number is not in CELL_PARTNERS: correct the setting, or DATABASE_URL.`,
  )
}

function makeEnvironment(given: Partial<Environment> = {}): Environment {
  const clock = given.clock ?? { now: () => new Date() }
  const randomness = given.randomness ?? { bytes: (count: number) => new Uint8Array(randomBytes(count)) }
  return { clock, randomness, ids: given.ids ?? makeIds({ clock, randomness }) }
}

/** The journal is the lock on the data folder, also where only the chain in it is embedded. */
function lockDataFolder(config: Config, clock: Clock, closers: Closers): Journal | null {
  if (config.hasDatabaseUrl && config.chain.rpcUrls.length > 0) return null
  const journal = openJournal(join(config.dataFolder, 'journal.sqlite'), clock.now())
  closers.push(() => {
    journal.close()
  })
  return journal
}

function openLog(config: Config, closers: Closers): Logger {
  const stream = createWriteStream(join(config.dataFolder, 'server.log'), { flags: 'a', mode: 0o600 })
  closers.push(
    () =>
      new Promise((resolve) =>
        stream.end(() => {
          resolve()
        }),
      ),
  )
  return createLogger(stream, config.logLevel)
}

function watchRpc({ chain, fees }: Config, registry: Registry): WatchedConnection {
  const { failed: onError, quorumMissing: onQuorumMissing } = createRpcMetrics(registry)
  return { quorum: chain.rpcQuorum ?? undefined, fees, onError, onQuorumMissing }
}

async function openChainOf(
  config: Config,
  { keys, readAdministrator }: { keys: OpenedKeys; readAdministrator: () => Promise<`0x${string}`> },
  told: Pick<EmbeddedChainPlan, 'onProgress' | 'watched' | 'startsAt'>,
): Promise<OpenedChain> {
  const { chainId, rpcUrls } = config.chain
  const { startsAt, ...heard } = told
  const options = { chainId, deploymentsFolder: join(config.dataFolder, 'deployments'), ...heard }
  if (rpcUrls.length > 0) return openChain(rpcUrls, options)
  const { epochDays, ...names } = config.ledger
  return openEmbeddedChain({
    ...options,
    startsAt,
    chainFolder: join(config.dataFolder, 'chain'),
    pageOrigin: pageOriginOf(config),
    terms: { ...names, epochLength: epochDays * 86_400 },
    deployer: keys.deployer,
    administrator: await readAdministrator(),
    senders: keys.lanes.map((lane) => lane.address),
  })
}

/** On a port that is not known yet there is no origin to name. */
function pageOriginOf({ publicUrl, port }: Config): string | undefined {
  if (publicUrl !== null) return new URL(publicUrl).origin
  return port === 0 ? undefined : `http://localhost:${String(port)}`
}

function tellingOfWrites(journal: Journal, rest: Rest | null): Journal {
  const append: Journal['append'] = (rows) => {
    const position = journal.append(rows)
    rest?.note()
    return position
  }
  return { ...journal, append }
}

function openDatabaseOf(
  { config, secrets, lookupKey }: Pick<Parts, 'config' | 'secrets' | 'lookupKey'>,
  journal: Journal | null,
): Promise<Database> {
  const { databaseUrl: url, memberKeysUrl: keysUrl } = secrets
  if (url !== null) return openDatabase({ kind: 'postgres', url, keysUrl, lookupKey })
  return openDatabase({ kind: 'pglite', folder: join(config.dataFolder, 'database'), journal, lookupKey })
}

async function refuseBusyPort(config: Config): Promise<void> {
  if (config.port === 0) return
  const probe = createServer()
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) => {
      reject(describeListenError(error, config))
    })
    probe.listen(config.port, config.host, () => {
      probe.close(() => {
        resolve()
      })
    })
  })
}

function describeListenError(error: unknown, { host, port }: Config): Error {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'EADDRINUSE') {
    return new StartRefused(
      'port_in_use',
      `Port ${String(port)} is in use: stop what listens there, or choose another with PORT.`,
      error,
    )
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
    return new StartRefused(
      'port_in_use',
      `${host}:${String(port)} cannot be listened on: choose others with HOST and PORT.`,
      error,
    )
  }
  return error instanceof Error ? error : new Error(String(error))
}

async function closeAll(closers: Closers): Promise<void> {
  for (let close = closers.pop(); close !== undefined; close = closers.pop()) await close()
}

function randomHex({ randomness }: Environment): string {
  return Buffer.from(randomness.bytes(32)).toString('hex')
}
