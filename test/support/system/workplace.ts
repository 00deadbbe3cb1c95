import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { prepareDatabase } from '../prepared-database.ts'
import { livingOf, readChainProcesses, waitUntilEnded } from './chain-process.ts'
import { type Ended, type EntenteProcess, spawnEntente } from './entente-process.ts'

/** A server of a test, on a data folder of its own. */
export interface TestServer extends EntenteProcess {
  url: string
  dataFolder: string
}

export interface StartOptions {
  /** Part of the name of the data folder within the workplace: the same name is the same folder. */
  folder?: string
  args?: readonly string[]
  env?: Readonly<Record<string, string>>
  /** The server makes its database itself, as on a first start: for tests that are about it. */
  makesDatabase?: boolean
}

/** Where a suite starts its processes and keeps its files; all of it is gone after the suite. */
export interface Workplace {
  path(name: string): string
  /** Starts a server and waits until it says that it is ready. */
  start(options?: StartOptions): Promise<TestServer>
  /** Starts a server that is not expected to get far. */
  launch(options?: StartOptions): EntenteProcess
  /** Runs a command of the command line to its end. */
  run(args: readonly string[], options?: Pick<StartOptions, 'folder' | 'env'>): Promise<Ended>
}

/** Registers the hooks of a suite that works with real processes. */
export function useWorkplace(): Workplace {
  let root: string
  const processes = new Set<EntenteProcess>()
  const folders = new Set<string>()
  const spawnIn = (args: readonly string[], { folder = 'data', env }: StartOptions): EntenteProcess => {
    const dataFolder = join(root, folder)
    folders.add(dataFolder)
    const started = spawnEntente(args, { ENTENTE_DATA: dataFolder, PORT: '0', ...env })
    processes.add(started)
    void started.ended.finally(() => processes.delete(started))
    return started
  }
  const launch: Workplace['launch'] = (options = {}) => spawnIn(['start', ...(options.args ?? [])], options)
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'entente-system-'))
  })
  after(async function () {
    this.timeout(120_000)
    await Promise.all([...processes].map(endNow))
    for (const folder of folders) await endChain(folder)
    await rm(root, { recursive: true, force: true })
  })
  return {
    path: (name) => join(root, name),
    launch,
    async start(options = {}) {
      const dataFolder = join(root, options.folder ?? 'data')
      if (options.makesDatabase !== true && options.env?.['DATABASE_URL'] === undefined)
        await prepareDatabase(dataFolder)
      const started = launch(options)
      const [, url = ''] = await started.said(/^ready (http:\S+)$/m)
      return { ...started, url, dataFolder }
    },
    run: (args, options = {}) => spawnIn(args, options).ended,
  }
}

async function endNow(started: EntenteProcess): Promise<void> {
  started.signal('SIGKILL')
  await started.ended
}

/** A killed server's chain ends by itself; whether it does is a test's question, and here it must not stay either way. */
async function endChain(dataFolder: string): Promise<void> {
  const chain = readChainProcesses(dataFolder)
  if (await waitUntilEnded(chain, 20_000)) return
  for (const pid of livingOf(chain)) process.kill(pid, 'SIGKILL')
}
