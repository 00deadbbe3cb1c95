import type { Command } from 'commander'

import type { Schemas } from '../client/client.ts'
import { EntenteUnreachable } from '../client/problem.ts'
import { readConfig } from '../server/config/config.ts'
import { StartRefused } from '../server/domain/start-refused.ts'
import { createApiClient } from './api-client.ts'
import { describeHealth, type HealthState } from './health.ts'
import { findRunningServer, refuseToMake, type Server } from './operator.ts'
import { colour, formatCount, formatSeconds, formatTable, print, printJson } from './terminal.ts'

interface StatusOptions {
  data?: string
  url?: string
  json?: boolean
}

const COLOURS = { healthy: 'green', look: 'yellow', broken: 'red' } as const satisfies Record<HealthState, string>

/** A server that is up answers at once; whoever was woken up does not wait for one that is not. */
const TRIES_MAX = 2

/** `entente status`: how it stands in one line, and then the public facts about the ledger. */
export function addStatusCommand(program: Command): void {
  program
    .command('status')
    .description(
      'Say in one line whether all is well and what to do if not; then the chain, the points and what is open.',
    )
    .option('--data <folder>', 'data folder (default: ENTENTE_DATA or .entente)')
    .option('--url <url>', 'the server (default: the one that runs on the data folder)')
    .option('--json', 'one JSON object on standard output')
    .action(showStatus)
}

/** Starts nothing: whether a server runs is what is asked. */
async function showStatus(options: StatusOptions): Promise<void> {
  const server = findServer(options)
  const { data: status } = await readStatus(server)
  const { state, sentence } = describeHealth(status)
  if (options.json === true) printJson({ url: server.url, rpcUrl: server.rpcUrl, ...status })
  else print(`${colour(COLOURS[state], sentence)}\n\n${describeStatus(status, server)}`)
  if (state === 'broken') process.exitCode = 1
}

function findServer({ data, url }: StatusOptions): Server {
  if (url !== undefined) return { url, rpcUrl: null }
  const { config } = readConfig(process.env, { ENTENTE_DATA: data })
  const server = findRunningServer(config.dataFolder)
  if (server !== null) return server
  refuseToMake(config.dataFolder)
  throw new StartRefused(
    'server_not_running',
    `Not running: no server runs on ${config.dataFolder}. Nothing is recorded until one does; what was accepted is safe. Start it with npm start, or as your service manager does.`,
  )
}

async function readStatus({ url }: Server) {
  try {
    return await createApiClient(url, { triesMax: TRIES_MAX }).GET('/v1/status')
  } catch (error) {
    if (!(error instanceof EntenteUnreachable)) throw error
    throw new StartRefused(
      'server_unreachable',
      `Not answering: nobody answers at ${url}. Look at the server's log and at the network between; if the server hangs, end it and start it again: what was accepted is safe.`,
      error,
    )
  }
}

function describeStatus(status: Schemas['Status'], { url, rpcUrl }: Server): string {
  const { contracts, entries, redemptions, lag } = status
  const count = (value: string | null) => (value === null ? 'the chain does not answer' : formatCount(BigInt(value)))
  return formatTable(
    ['', ''],
    [
      ...status.paused.map((power) => ['PAUSED', `${power}: see entente powers`]),
      ['server', url],
      ['chain', String(status.chainId)],
      ['RPC URL', rpcUrl ?? '-'],
      ['block', count(status.block)],
      ['followed to', count(status.indexedBlock)],
      ['final to', count(status.finalBlock)],
      ...Object.entries(contracts).map(([name, address]) => [name, address ?? 'not deployed: run entente deploy']),
      ['total supply', count(status.totalSupply)],
      ['entries open', count(entries.open)],
      ['entries confirmed', count(entries.confirmed)],
      ['holds open', count(redemptions.held)],
      ['burns waiting', count(redemptions.waiting)],
      ['points to be given back waiting', count(redemptions.restoring)],
      ['burns refused', count(redemptions.refused)],
      ['partners in quarantine', String(status.quarantinedPartners)],
      ['statements that differ from the chain', String(status.clearingDifferences)],
      ['entries of the audit log', count(status.auditLog.entries)],
      ['head of the audit log', status.auditLog.head],
      ['lag of the last hour, median', formatSeconds(lag?.medianMs ?? null)],
      ['lag of the last hour, 95 %', formatSeconds(lag?.p95Ms ?? null)],
      ['lag of the last hour, most', formatSeconds(lag?.maxMs ?? null)],
      ...(status.haltedReason === null ? [] : [['halted', status.haltedReason]]),
      ...(status.doubtReason === null ? [] : [['not believed', status.doubtReason]]),
    ],
  ).trimStart()
}
