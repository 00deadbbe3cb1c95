import { statfs } from 'node:fs/promises'

import type { Command } from 'commander'

import type { Schemas } from '../client/client.ts'
import { EntenteUnreachable } from '../client/problem.ts'
import { readConfig, type Secrets } from '../server/config/config.ts'
import { StartRefused } from '../server/domain/start-refused.ts'
import { createApiClient } from './api-client.ts'
import { ageOf, type Disk, gigabytes, type HealthFacts, type HealthState, listHealth } from './health.ts'
import { findRunningServer, refuseToMake, type Server } from './operator.ts'
import { readServerFigures, type ServerFigures } from './server-figures.ts'
import { colour, formatCount, formatSeconds, formatTable, print, printJson } from './terminal.ts'

interface StatusOptions {
  data?: string
  url?: string
  json?: boolean
}

const COLOURS = { healthy: 'green', look: 'yellow', broken: 'red' } as const satisfies Record<HealthState, string>

/** A server that is up answers at once; whoever was woken up does not wait for one that is not. */
const TRIES_MAX = 2

/** `entente status`: how it stands in one line, what else is wrong, and then the figures. */
export function addStatusCommand(program: Command): void {
  program
    .command('status')
    .description(
      'Say in one line whether all is well and what to do if not; then what else is wrong, the chain, the points and what is open.',
    )
    .option('--data <folder>', 'data folder (default: ENTENTE_DATA or .entente)')
    .option('--url <url>', 'the server (default: the one that runs on the data folder)')
    .option('--json', 'one JSON object on standard output')
    .action(showStatus)
}

/** Starts nothing: whether a server runs is what is asked. */
async function showStatus(options: StatusOptions): Promise<void> {
  const { config, secrets } = readConfig(process.env, { ENTENTE_DATA: options.data })
  const server = findServer(options, config.dataFolder)
  const facts = await readFacts(server, secrets, options.url === undefined ? config.dataFolder : null)
  const health = listHealth(facts)
  const [{ state }] = health
  if (options.json === true) {
    const { status, figures, disk } = facts
    printJson({ url: server.url, rpcUrl: server.rpcUrl, ...status, health, figures, disk })
  } else {
    const lines = health.map((one) => colour(COLOURS[one.state], one.sentence))
    print(`${lines.join('\n')}\n\n${describeStatus(facts, server)}`)
  }
  if (state === 'broken') process.exitCode = 1
}

function findServer({ url }: StatusOptions, dataFolder: string): Server {
  if (url !== undefined) return { url, rpcUrl: null }
  const server = findRunningServer(dataFolder)
  if (server !== null) return server
  refuseToMake(dataFolder)
  throw new StartRefused(
    'server_not_running',
    `Not running: no server runs on ${dataFolder}. Nothing is recorded until one does; what was accepted is safe. Start it with npm start, or as your service manager does.`,
  )
}

async function readFacts(server: Server, secrets: Secrets, dataFolder: string | null): Promise<HealthFacts> {
  const { data: status } = await orUnreachable(server, () =>
    createApiClient(server.url, { triesMax: TRIES_MAX }).GET('/v1/status'),
  )
  const figures = await orUnreachable(server, () => readServerFigures(server.url, secrets))
  return { status, figures, disk: dataFolder === null ? null : await readDisk(dataFolder) }
}

async function readDisk(dataFolder: string): Promise<Disk> {
  const { bavail, blocks, bsize } = await statfs(dataFolder)
  return { freeBytes: bavail * bsize, bytes: blocks * bsize }
}

async function orUnreachable<Answer>({ url }: Server, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof EntenteUnreachable) && !isSilence(error)) throw error
    throw new StartRefused(
      'server_unreachable',
      `Not answering: nobody answers at ${url}. Look at the server's log and at the network between; if the server hangs, end it and start it again: what was accepted is safe.`,
      error,
    )
  }
}

/** What `fetch` throws where nothing answers, and where nothing did in time. */
const isSilence = (error: unknown) =>
  error instanceof Error && (error.message === 'fetch failed' || error.name === 'TimeoutError')

function describeStatus({ status, figures, disk }: HealthFacts, { url, rpcUrl }: Server): string {
  const { contracts, entries, redemptions, lag, readAt } = status
  const count = (value: string | null) => (value === null ? 'the chain does not answer' : formatCount(BigInt(value)))
  const aged = (value: string | null, at: string | null) =>
    at === null ? count(value) : `${count(value)}, made ${ageOf(at, readAt)} ago`
  return formatTable(
    ['', ''],
    [
      ['server', url],
      ['chain', String(status.chainId)],
      ['RPC URL', rpcUrl ?? '-'],
      ['block', aged(status.block, status.blockAt)],
      ['followed to', aged(status.indexedBlock, status.indexedBlockAt)],
      ['final to', count(status.finalBlock)],
      ...Object.entries(contracts).map(([name, address]) => [name, address ?? 'not deployed: run entente deploy']),
      ['total supply', count(status.totalSupply)],
      ['entries open', count(entries.open)],
      ['oldest open entry', entries.oldestOpenAt === null ? '-' : `${ageOf(entries.oldestOpenAt, readAt)} old`],
      ['entries confirmed', count(entries.confirmed)],
      ['holds open', count(redemptions.held)],
      ['burns waiting', count(redemptions.waiting)],
      ['points to be given back waiting', count(redemptions.restoring)],
      ['burns refused', count(redemptions.refused)],
      ['partners in quarantine', String(status.quarantinedPartners)],
      ['statements that differ from the chain', String(status.clearingDifferences)],
      ['entries of the audit log', count(status.auditLog.entries)],
      ['head of the audit log', status.auditLog.head],
      ...describeArchive(status),
      ['lag of the last hour, median', formatSeconds(lag?.medianMs ?? null)],
      ['lag of the last hour, 95 %', formatSeconds(lag?.p95Ms ?? null)],
      ['lag of the last hour, most', formatSeconds(lag?.maxMs ?? null)],
      ...describeFigures(figures),
      ...(disk === null
        ? []
        : [['disk of the data folder', `${gigabytes(disk.freeBytes)} of ${gigabytes(disk.bytes)} free`]]),
    ],
  ).trimStart()
}

function describeArchive({ archive }: Schemas['Status']): string[][] {
  const size = archive.checkpoint?.size ?? '0'
  const signed = `${formatCount(BigInt(size))} of ${formatCount(BigInt(archive.entries))} signed`
  return [
    ['batches in the log', signed],
    ...archive.witnesses.map(({ key, cosignedSize }) => [
      `witness ${key.split('+')[0] ?? ''}`,
      `${formatCount(BigInt(cosignedSize ?? '0'))} of ${formatCount(BigInt(size))} cosigned`,
    ]),
  ]
}

function describeFigures(figures: ServerFigures | null): string[][] {
  if (figures === null) return [['accounts, endpoints, messages', 'set METRICS_TOKEN as the server has it to see them']]
  const { lanes, endpointErrors } = figures
  return [
    ...lanes.map(({ address, purpose, state, ether }) => [
      `account for ${purpose} ${address}`,
      `${ether.toFixed(4)} ether${state === 'active' ? '' : `, ${state}`}`,
    ]),
    ...Object.entries(endpointErrors).map(([place, errors]) => [
      `errors of endpoint ${place}, since the start`,
      formatCount(errors),
    ]),
    ['partners with parked batches', String(figures.parkedPartners)],
    ['partners short of prepaid points', String(figures.lowPackPartners)],
    ['messages waiting', formatCount(figures.messagesWaiting)],
    ['webhooks that fail', formatCount(figures.webhooksFailing)],
    ['webhook events given up', formatCount(figures.webhookEventsDead)],
  ]
}
