import { existsSync, readFileSync } from 'node:fs'

import type { Command } from 'commander'

import { composeServer, type RunningEntente } from '../server/compose.ts'
import { readConfig } from '../server/config/config.ts'
import { keyFiles } from '../server/config/key-files.ts'
import { runUntilSignal } from '../server/main.ts'
import { createApiClient } from './api-client.ts'
import { readDemoState, writeDemoState } from './demo/demo-state.ts'
import { formatLedger, readLedger } from './demo/ledger-table.ts'
import { runSampleDay, SAMPLE_EVENTS_PER_TILL } from './demo/run-sample-day.ts'
import { setUpCoalition } from './demo/set-up-coalition.ts'
import { startProgress } from './progress.ts'
import { type PartnerKey, readPartnerKeys } from './replay/partner-keys.ts'
import { print, printJson, say } from './terminal.ts'
import { buildPages } from './web/build-pages.ts'
import { waitForConfirmation } from './wait-for-confirmation.ts'

interface StartOptions {
  port?: string
  data?: string
  demo: boolean
  json?: boolean
}

const SAMPLE_SEED = 20_261_123
const DAY_MS = 86_400_000

/** `entente start`: boots everything, shows a sample day once, and serves until it is told to stop. */
export function addStartCommand(program: Command): void {
  program
    .command('start')
    .description('Boot chain, database and server, run the sample day at the first start, and serve until Ctrl-C.')
    .option('--port <port>', 'where to listen (default: PORT or 8080)')
    .option('--data <folder>', 'data folder (default: ENTENTE_DATA or .entente)')
    .option('--no-demo', 'neither demo coalition nor sample day')
    .option('--json', 'the figures as one JSON object on standard output when it is ready')
    .action(start)
}

async function start(options: StartOptions): Promise<void> {
  const { config, secrets } = readConfig(process.env, { PORT: options.port, ENTENTE_DATA: options.data })
  const began = performance.now()
  const sayTime = (line: string) => {
    say(`${((performance.now() - began) / 1_000).toFixed(1).padStart(5)} s  ${line}`)
  }
  if (config.roles.includes('api')) await buildPages({ onProgress: sayTime })
  await runUntilSignal(
    {
      start: (onFailure) => composeServer({ config, secrets, onProgress: sayTime, onFailure }),
      onStopping: () => {
        say('stopping: what was accepted is safe; Ctrl-C again ends at once')
      },
    },
    async (running) => {
      if (options.demo && running.url !== null) await showSampleDay(running, running.url, sayTime)
      await announce(running, options.json === true)
    },
  )
  say('stopped')
  // Whatever still waits (a request that was cut off, a timer) has nothing to add.
  process.exit()
}

async function showSampleDay(running: RunningEntente, url: string, sayTime: (line: string) => void): Promise<void> {
  const { config, clock } = running.parts
  const before = readDemoState(config.dataFolder)
  if (before?.isComplete === true) {
    sayTime('the sample day was shown at the first start')
    return
  }
  const yesterday = new Date(Math.floor(clock.now().getTime() / DAY_MS - 1) * DAY_MS)
  const state = before ?? { seed: SAMPLE_SEED, day: yesterday.toISOString(), isComplete: false }
  writeDemoState(config.dataFolder, state)
  const files = keyFiles(config.dataFolder)
  const api = createApiClient(url, { connections: 8, triesMax: 5 })
  try {
    sayTime('registering five brands on the chain')
    const key = readFileSync(files.operatorApiKey, 'utf8').trim()
    const partners = await setUpCoalition({ api, key, rpcUrl: running.parts.opened.rpcUrl }, files.demoKeys)
    sayTime(`sample day: five tills send ${String(partners.length * SAMPLE_EVENTS_PER_TILL)} purchases and returns`)
    const progress = startProgress('sample day', partners.length * SAMPLE_EVENTS_PER_TILL)
    await runSampleDay(api, {
      ...state,
      day: new Date(state.day),
      partners,
      onProgress: (done) => {
        progress.update(done)
      },
    })
    progress.stop()
    sayTime('waiting until all of it is on the chain')
    await waitForConfirmation(api, () => undefined)
    writeDemoState(config.dataFolder, { ...state, isComplete: true })
  } finally {
    api.close()
  }
}

async function announce({ parts, url }: RunningEntente, isJson: boolean): Promise<void> {
  const ledger = await readLedger(parts)
  if (isJson) {
    printJson({ ready: true, url, rpcUrl: parts.opened.rpcUrl, ...ledger })
    return
  }
  if (ledger.partners.length > 0) print(`\n${formatLedger(ledger)}\n`)
  if (url !== null) print(formatLinks(publicUrlOf(parts.config.publicUrl, url), demoKeyOf(parts.config.dataFolder)))
  print(url === null ? 'ready' : `ready ${url}`)
}

/** A passkey belongs to `localhost` or to a site with https, never to a bare address: so the links name what works. */
function publicUrlOf(publicUrl: string | null, url: string): string {
  return publicUrl ?? `http://localhost:${new URL(url).port || '80'}`
}

/** The key of the first demo brand, for the till page; a coalition of one's own prints none. */
function demoKeyOf(dataFolder: string): PartnerKey | undefined {
  const file = keyFiles(dataFolder).demoKeys
  return existsSync(file) ? readPartnerKeys(file)[0] : undefined
}

function formatLinks(publicUrl: string, demo: PartnerKey | undefined): string {
  const { origin } = new URL(publicUrl)
  const key = demo === undefined ? '' : `       with the demo key of ${demo.name}: ${demo.key}\n`
  return `wallet ${origin}/wallet\ntill   ${origin}/till\n${key}`
}
