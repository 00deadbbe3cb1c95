import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { root } from '../../cli/run-program.ts'
import { freePorts } from './free-ports.ts'
import { runToEnd, type Started, startProgram, waitFor } from './programs.ts'

const CHAIN_ID = '31337'
const START_SECONDS_MAX = 120
/** What a partner may issue in this proof: more than is sold. */
const ALLOWANCE = '1000000000'
const NO_LIMIT = '10000000'
const ENTENTE = [process.execPath, 'cli/entente.ts']
/** Two that answer tills, and one of each other role. */
const PROCESSES = ['api', 'api', 'relayer', 'indexer'] as const

/** Entente in processes of its own, as in production, on a chain of its own. */
export interface Entente {
  /** Of the processes that answer tills. */
  readonly urls: readonly string[]
  readonly key: string
  /** Names of processes that have ended, which none should. */
  listEnded(): string[]
  end(): Promise<void>
}

/** Deploys the contracts on a new chain, starts the processes on this database, and adds a partner. */
export async function startEntente(
  databaseUrl: string,
  folder: string,
  onProgress: (line: string) => void,
): Promise<Entente> {
  mkdirSync(folder)
  const [chainPort = 0, ...apiPorts] = await freePorts(3)
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    DATABASE_URL: databaseUrl,
    RPC_URL: `http://127.0.0.1:${chainPort}`,
    CHAIN_ID,
    ENTENTE_DATA: join(folder, 'data'),
    ENROLMENTS_PER_ADDRESS_MAX: '1000',
    REQUESTS_PER_MINUTE: NO_LIMIT,
  }
  const started: { name: string; process: Started }[] = []
  const start = (name: string, args: readonly string[], own: Readonly<Record<string, string>> = {}) => {
    const log = join(folder, `${name}.log`)
    started.push({
      name,
      process: startProgram([process.execPath, ...args], { log, cwd: root, env: { ...env, ...own } }),
    })
    return log
  }
  const run = (args: readonly string[]) => runToEnd([...ENTENTE, ...args], env)
  const fund = () => runToEnd([process.execPath, 'scripts/local-chain.ts', '--fund'], env)
  start('chain', ['scripts/local-chain.ts', '--port', String(chainPort)])
  await waitFor('the chain', START_SECONDS_MAX, () =>
    fund().then(
      () => true,
      () => null,
    ),
  )
  onProgress('deploying the contracts')
  await run(['deploy', '--json'])
  onProgress('starting two processes of the API, one of the relayer and one of the indexer')
  let api = 0
  for (const [index, role] of PROCESSES.entries()) {
    const own = role === 'api' ? { PORT: String(apiPorts[api++]) } : {}
    const log = start(`${role}-${index}`, ['cli/entente.ts', 'start', '--no-demo', '--role', role], own)
    await waitFor(`${role} to be ready`, START_SECONDS_MAX, async () =>
      /^ready/m.test(readFileSync(log, 'utf8')) ? true : null,
    )
  }
  await fund()
  const key = await addPartner(run, apiPorts[0] ?? 0)
  return {
    urls: apiPorts.map((port) => `http://127.0.0.1:${port}`),
    key,
    listEnded: () => started.filter(({ process }) => !process.isRunning()).map(({ name }) => name),
    end: async () => {
      for (const { process } of started.toReversed()) await process.end('SIGKILL')
    },
  }
}

async function addPartner(run: (args: readonly string[]) => Promise<string>, port: number): Promise<string> {
  const terms = ['--name', 'Harbour Books', '--allowance', ALLOWANCE, '--daily-limit', ALLOWANCE]
  const said = await run(['partner', 'add', ...terms, '--json', '--url', `http://127.0.0.1:${port}`])
  return (JSON.parse(said) as { apiKey: { apiKey: string } }).apiKey.apiKey
}
