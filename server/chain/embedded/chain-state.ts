import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { StartRefused } from '../../domain/start-refused.ts'

/**
 * The chain's state on disk. anvil writes in place, so a power cut during its write leaves half a file. Therefore:
 * `state.json` is only ever replaced whole, by renaming; anvil writes its last words into `exit-state.json`, which the next
 * start takes over if it is whole.
 */
export interface ChainStateFiles {
  state: string
  exitState: string
}

/** Names the state files of a chain folder. */
export function chainStateFiles(folder: string): ChainStateFiles {
  return { state: join(folder, 'state.json'), exitState: join(folder, 'exit-state.json') }
}

/** What a start found: the file to load, or null for a new chain, and whether the last exit's state was lost. */
export interface AdoptedState {
  file: string | null
  headNumber: number
  /** True when anvil's last write was cut off: the chain may have lost its tip, and the relayer posts again. */
  isTipLost: boolean
}

/** Takes over what the last run left behind, and refuses a state that cannot be read. */
export function adoptChainState(files: ChainStateFiles): AdoptedState {
  const saved = readState(files.state)
  const exit = readState(files.exitState)
  if (typeof exit === 'object' && (typeof saved !== 'object' || exit.best_block_number >= saved.best_block_number)) {
    replaceChainState(files, Buffer.from(JSON.stringify(orderStates(exit))))
    rmSync(files.exitState)
    return { file: files.state, headNumber: exit.best_block_number, isTipLost: false }
  }
  if (saved === 'corrupt') {
    throw new StartRefused(
      'chain_state_corrupt',
      `The embedded chain's state ${files.state} cannot be read: restore it from a backup, which may be older (what is ` +
        'missing is posted again), or move the whole data folder away to begin anew.',
    )
  }
  rmSync(files.exitState, { force: true })
  if (saved === 'absent') return { file: null, headNumber: 0, isTipLost: exit === 'corrupt' }
  replaceChainState(files, Buffer.from(JSON.stringify(orderStates(saved))))
  return { file: files.state, headNumber: saved.best_block_number, isTipLost: exit === 'corrupt' }
}

/**
 * Puts the states of old blocks in the order of the blocks. anvil writes them in any order and, once it has too many, drops
 * those that come first in the file: without this a restarted chain forgets blocks at random, new ones among them.
 */
function orderStates(state: AnvilState): AnvilState {
  // A block's hash is in the block after it; the newest block's is in none, and comes last.
  const numbers = new Map(state.blocks.map(({ header }) => [header.parentHash, Number(header.number) - 1]))
  const numberOf = ([hash]: readonly [string, unknown]) => numbers.get(hash) ?? Infinity
  const ordered = state.historical_states?.toSorted((a, b) => (numberOf(a) < numberOf(b) ? -1 : 1))
  return { ...state, ...(ordered === undefined ? {} : { historical_states: ordered }) }
}

/** Replaces the saved state as a whole; after this it survives a power cut. */
export function replaceChainState(files: ChainStateFiles, content: Uint8Array): void {
  const fresh = `${files.state}.new`
  const descriptor = openSync(fresh, 'w', 0o600)
  try {
    writeFileSync(descriptor, content)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(fresh, files.state)
  syncFolder(files.state)
}

function syncFolder(file: string): void {
  const descriptor = openSync(dirname(file), 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** What is used here of the JSON that anvil writes. */
interface AnvilState {
  best_block_number: number
  blocks: readonly { header: { number: string; parentHash: string } }[]
  historical_states?: readonly (readonly [hash: string, state: unknown])[]
}

function readState(file: string): AnvilState | 'absent' | 'corrupt' {
  if (!existsSync(file)) return 'absent'
  let state: unknown
  try {
    state = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) return 'corrupt'
    throw error
  }
  return isAnvilState(state) ? state : 'corrupt'
}

function isAnvilState(state: unknown): state is AnvilState {
  return (
    typeof state === 'object' &&
    state !== null &&
    'best_block_number' in state &&
    Number.isSafeInteger(state.best_block_number) &&
    'blocks' in state &&
    Array.isArray(state.blocks)
  )
}
