import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

import { createTestClient, http, publicActions } from 'viem'

import { StartRefused } from '../../domain/start-refused.ts'

import { findAnvilBinary } from './anvil-binary.ts'
import { adoptChainState, type ChainStateFiles, chainStateFiles, replaceChainState } from './chain-state.ts'
import { waitForFormerChain } from './former-chain.ts'

/** States of so many newest blocks can be read; older ones only have their blocks, logs and receipts. */
export const STATES_KEPT = 64
/** finalized = head - 2 * 4 */
const SLOTS_IN_AN_EPOCH = 4
const START_WAIT_MS_MAX = 60_000
const WATCHER = fileURLToPath(new URL('./watch-anvil.ts', import.meta.url))

/** Blocks at a time that is told. */
interface ToldBlocks {
  blocks: number
  at: Date
}

/** The chain inside Entente: anvil with its state on disk, mining only when told to. */
export interface EmbeddedChain {
  url: string
  /** Newest block when it started; 0 is a new chain. */
  startedAtBlock: number
  /** The last run's final write was cut off, so the newest blocks may be gone. */
  isTipLost: boolean
  /** Mines the next block, or so many at a time that is told, a second apart. */
  mine(told?: ToldBlocks | null): Promise<void>
  pendingCount(): Promise<number>
  fund(address: `0x${string}`, wei: bigint): Promise<void>
  /** Writes the state to disk unless nothing was mined since the last time. */
  saveState(): Promise<void>
  /** Ends anvil after it wrote its state, and waits for that. */
  stop(): Promise<void>
  /** Resolves when anvil ended without being asked to. */
  lost: Promise<void>
}

export interface EmbeddedChainOptions {
  folder: string
  chainId: number
  /** Where the time is told: no block comes before this. The first one that is told the real time ends it. */
  startsAt?: Date | undefined
  /** Whose pages may ask the chain from a browser, to check receipts. Nobody else's: anvil does whatever it is told. */
  pageOrigin?: string | undefined
  /** Called once if a former run's chain is still writing its state. */
  onWait: () => void
}

/** Starts anvil on the folder's state, after the last run's anvil has ended. */
export async function startEmbeddedChain(options: EmbeddedChainOptions): Promise<EmbeddedChain> {
  const { folder, onWait } = options
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const running = join(folder, 'running.json')
  await waitForFormerChain(running, onWait)
  const files = chainStateFiles(folder)
  const adopted = adoptChainState(files)
  const watcher = spawnWatcher({
    folder,
    running,
    arguments: anvilArguments(options, files, adopted.file),
  })
  const exited = new Promise<void>((resolve) =>
    watcher.once('exit', () => {
      resolve()
    }),
  )
  const url = `http://127.0.0.1:${String(await readPort(watcher, folder))}`
  // The state comes as one answer, which grows with the ledger: the limit that viem has for endpoints of others would end the saving.
  const transport = http(url, { timeout: 60_000, retryCount: 0, maxResponseBodySize: false })
  const client = createTestClient({ mode: 'anvil', transport }).extend(publicActions)
  await waitUntilItAnswers(() => client.getChainId(), exited, folder)

  let savedNumber = BigInt(adopted.headNumber)
  let isStopping = false
  return {
    url,
    startedAtBlock: adopted.headNumber,
    isTipLost: adopted.isTipLost,
    mine: async (told = null) => {
      if (told !== null) await client.setNextBlockTimestamp({ timestamp: secondsOf(told.at) })
      await client.mine(told === null ? { blocks: 1 } : { blocks: told.blocks, interval: 1 })
    },
    pendingCount: async () => (await client.getTxpoolStatus()).pending,
    fund: (address, wei) => client.setBalance({ address, value: wei }),
    saveState: async () => {
      const number = await client.getBlockNumber({ cacheTime: 0 })
      if (number === savedNumber) return
      replaceChainState(files, await dumpState((method, params) => client.request({ method, params } as never)))
      savedNumber = number
    },
    stop: async () => {
      isStopping = true
      watcher.stdin?.end()
      await exited
    },
    lost: exited.then(() => (isStopping ? new Promise<never>(() => undefined) : undefined)),
  }
}

function anvilArguments(
  { chainId, pageOrigin, startsAt }: Pick<EmbeddedChainOptions, 'chainId' | 'pageOrigin' | 'startsAt'>,
  files: ChainStateFiles,
  load: string | null,
): string[] {
  return [
    ...(pageOrigin === undefined ? ['--no-cors'] : ['--allow-origin', pageOrigin]),
    ...['--quiet', '--no-mining', '--no-request-size-limit', '--enable-tx-gas-limit'],
    ...(startsAt === undefined ? [] : ['--timestamp', String(secondsOf(startsAt))]),
    ...['--accounts', '0', '--chain-id', String(chainId), '--slots-in-an-epoch', String(SLOTS_IN_AN_EPOCH)],
    // Without it a restarted chain answers no question about any block but its newest.
    ...['--preserve-historical-states', '--prune-history', String(STATES_KEPT)],
    ...['--dump-state', files.exitState, ...(load === null ? [] : ['--load-state', load])],
  ]
}

const secondsOf = (time: Date) => BigInt(Math.floor(time.getTime() / 1_000))

function spawnWatcher(options: { folder: string; running: string; arguments: string[] }): ChildProcess {
  const log = openSync(join(options.folder, 'anvil.log'), 'w', 0o600)
  try {
    return spawn(
      process.execPath,
      [WATCHER, '--binary', findAnvilBinary(), '--running', options.running, '--', ...options.arguments],
      { detached: true, stdio: ['pipe', 'pipe', log] },
    )
  } finally {
    closeSync(log)
  }
}

async function readPort(watcher: ChildProcess, folder: string): Promise<number> {
  let text = ''
  for await (const chunk of watcher.stdout ?? []) {
    text += String(chunk)
    if (text.includes('\n')) return (JSON.parse(text) as { port: number }).port
  }
  throw describeFailedStart(folder)
}

async function waitUntilItAnswers(ask: () => Promise<unknown>, exited: Promise<void>, folder: string): Promise<void> {
  const gone = exited.then(() => 'gone' as const)
  for (let waitedMs = 0; waitedMs < START_WAIT_MS_MAX; waitedMs += 20) {
    try {
      await ask()
      return
    } catch {
      // Loading a large state takes a while, and until then nobody listens.
      if ((await Promise.race([gone, sleep(20)])) === 'gone') break
    }
  }
  throw describeFailedStart(folder)
}

function describeFailedStart(folder: string): StartRefused {
  return new StartRefused(
    'chain_did_not_start',
    `The embedded chain did not start: read ${join(folder, 'anvil.log')}; if it names the state file, restore that file from ` +
      'a backup or move the data folder away to begin anew.',
  )
}

async function dumpState(request: (method: string, params: unknown[]) => Promise<unknown>): Promise<Uint8Array> {
  const hex = (await request('anvil_dumpState', [true])) as `0x${string}`
  return promisify(gunzip)(Buffer.from(hex.slice(2), 'hex'))
}
