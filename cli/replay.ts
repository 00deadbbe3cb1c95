import { writeFileSync } from 'node:fs'

import { type Command, InvalidArgumentError } from 'commander'

import type { EntenteClient } from '../client/client.ts'
import { minorDigits } from '../server/domain/currencies.ts'
import { readConfig } from '../server/config/config.ts'
import { keyFiles } from '../server/config/key-files.ts'
import { createApiClient } from './api-client.ts'
import { findRunningServer } from './operator.ts'
import { type Progress, startProgress } from './progress.ts'
import { chooseDaysBack, moveBack } from './replay/move-dates.ts'
import { partnerFinder, type PartnerKey, readPartnerKeys } from './replay/partner-keys.ts'
import { readInvoices } from './replay/read-invoices.ts'
import { sendRows } from './replay/send-rows.ts'
import { sortRows } from './replay/sort-rows.ts'
import { formatSummary, readPosted, summarise, type Summary } from './replay/summary.ts'
import { print, printJson, say } from './terminal.ts'
import { waitForConfirmation } from './wait-for-confirmation.ts'

interface ReplayOptions {
  url?: string
  keyFile?: string
  rate?: number
  limit?: number
  members?: string
  concurrency: number
  daysBack?: number
  data?: string
  json?: boolean
}

/** A server that restarts in the middle is waited for: about half a minute of tries. */
const TRIES_MAX = 12

/** `entente replay`: sends a file of real invoices through the public HTTP API. */
export function addReplayCommand(program: Command): void {
  program
    .command('replay')
    .description(
      'Send a file of invoices (CSV or .csv.gz) through the API, wait until all is confirmed, and sum it up.',
    )
    .argument('<file>', 'the invoices')
    .option('--url <url>', 'the server (default: the one that runs on the data folder, else http://localhost:8080)')
    .option('--key-file <file>', 'API keys by country (default: keys/demo-keys.json in the data folder)')
    .option('--rate <rows>', 'rows a second (default: as fast as possible)', positive)
    .option('--limit <rows>', 'only the first rows of the file', positive)
    .option('--members <file>', 'write customer,address of all members as CSV')
    .option('--concurrency <requests>', 'requests on their way at the same time', positive, 32)
    .option(
      '--days-back <days>',
      'move all dates back (default: 0, or whole cycles of 28 years for a file with dates to come)',
      wholeDays,
    )
    .option('--data <folder>', 'data folder (default: ENTENTE_DATA or .entente)')
    .option('--json', 'the summary as one JSON object on standard output')
    .action(replay)
}

async function replay(file: string, options: ReplayOptions): Promise<void> {
  const { config } = readConfig(process.env, { ENTENTE_DATA: options.data })
  const partners = readPartnerKeys(options.keyFile ?? keyFiles(config.dataFolder).demoKeys)
  const url =
    options.url ?? findRunningServer(config.dataFolder)?.url ?? `http://localhost:${String(config.port || 8_080)}`
  say(`reading ${file}`)
  const api = createApiClient(url, { triesMax: TRIES_MAX })
  const summary = await replayFile(api, { file, partners, options })
  if (options.json === true) printJson(summary)
  else print(formatSummary(summary))
  if (Object.keys(summary.refused).length > 0) process.exitCode = 1
}

async function replayFile(
  api: EntenteClient,
  { file, partners, options }: { file: string; partners: readonly PartnerKey[]; options: ReplayOptions },
): Promise<Summary> {
  const partnerOf = partnerFinder(partners)
  const read = await readInvoices(file, (country) => minorDigits(partnerOf(country).currency))
  const daysBack = options.daysBack ?? chooseDaysBack(read, new Date())
  if (daysBack > 0) say(`moving all dates back by ${String(daysBack)} days`)
  const invoices = moveBack(read.slice(0, options.limit), daysBack)
  const { rows, counts } = sortRows(invoices)
  const queued = rows.map((row) => ({ ...row, partner: partnerOf(row.country) }))
  const before = await readPosted(api, partners)
  const began = performance.now()
  const progress = startProgress('sending', queued.length)
  const sent = await sendRows({
    api,
    rows: queued,
    rate: options.rate ?? null,
    concurrency: options.concurrency,
    needAddresses: options.members !== undefined,
    onProgress: (done) => {
      progress.update(done)
    },
  }).finally(() => {
    progress.stop()
  })
  const sentAt = performance.now()
  await confirm(api)
  const seconds = { sending: (sentAt - began) / 1_000, confirming: (performance.now() - sentAt) / 1_000 }
  if (options.members !== undefined) writeMembers(options.members, sent.addresses)
  const after = await readPosted(api, partners)
  return summarise(api, { file, daysBack, rows: invoices.length, rowsByKind: counts, seconds, sent, before, after })
}

async function confirm(api: EntenteClient): Promise<void> {
  const bars: Progress[] = []
  let most = 0
  await waitForConfirmation(api, (open) => {
    most = Math.max(most, open)
    if (bars.length === 0) bars.push(startProgress('confirming', most))
    for (const bar of bars) bar.update(most - open)
  })
  for (const bar of bars) {
    bar.update(most)
    bar.stop()
  }
}

function writeMembers(file: string, addresses: ReadonlyMap<string, string>): void {
  const lines = [...addresses].map(([customer, address]) => `${customer},${address}`)
  writeFileSync(file, ['customer,address', ...lines, ''].join('\n'))
}

function wholeDays(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('must be a whole number of days, 0 or more')
  return Number(text)
}

function positive(text: string): number {
  const value = Number(text)
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('must be a number above 0')
  return value
}
