import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

import { numberToHex } from 'viem'

import { findAnvilBinary } from '../../../server/chain/embedded/anvil-binary.ts'
import { EDR_CHAIN_ID, type EdrChain } from './edr-chain.ts'

/** anvil's own finality with four slots in an epoch: two epochs. */
export const ANVIL_FINALITY_DEPTH = 8

/** A node that is a process of its own: it can be stopped, and asked over HTTP by others. */
export interface AnvilChain extends EdrChain {
  url: string
  pid: number
}

/**
 * The native anvil as the embedded chain runs it, behind the same handle as the EVM in this process. Unlike EDR it mines
 * into a mempool that forgets what a rollback unmade, and calls blocks final as a chain with epochs does: two epochs.
 */
export async function openAnvilChain(startsAt: Date, slotsInAnEpoch = 4): Promise<AnvilChain> {
  const timestamp = String(Math.floor(startsAt.getTime() / 1000))
  const options = ['--port', '0', '--no-mining', '--slots-in-an-epoch', String(slotsInAnEpoch), '--enable-tx-gas-limit']
  const anvil = spawn(findAnvilBinary(), [...options, '--timestamp', timestamp, '--chain-id', String(EDR_CHAIN_ID)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await readUrl(anvil.stdout)
  return { ...chainAt(url), url, pid: anvil.pid ?? 0, close: () => end(anvil) }
}

/** A node that another process has started, which goes on when this one ends. */
export function joinAnvilChain(url: string): EdrChain {
  return { ...chainAt(url), close: async () => undefined }
}

function chainAt(url: string): Omit<EdrChain, 'close'> {
  let id = 0
  let depth = 0
  let remembered: string | null = null

  const request: EdrChain['request'] = async ({ method, params = [] }) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params }),
    })
    const { result, error } = (await response.json()) as { result?: unknown; error?: { message: string; code: number } }
    if (error !== undefined) throw Object.assign(new Error(error.message), error)
    return result
  }
  const ask = async <T>(method: string, ...params: unknown[]): Promise<T> => (await request({ method, params })) as T
  const head: EdrChain['head'] = async () => {
    const block = await ask<{ number: string; hash: `0x${string}`; timestamp: string }>(
      'eth_getBlockByNumber',
      'latest',
      false,
    )
    return { number: BigInt(block.number), hash: block.hash, timestamp: Number(block.timestamp) }
  }
  const remember = async (): Promise<void> => {
    depth = 0
    remembered = await ask('evm_snapshot')
  }
  return {
    request,
    head,
    async mine(at) {
      const { timestamp: last } = await head()
      await ask('evm_setNextBlockTimestamp', Math.max(at ?? 0, last + 1))
      await ask('evm_mine')
      depth += 1
    },
    async rewind(blocks) {
      await ask('anvil_rollback', blocks)
      depth -= blocks
    },
    depth: () => depth,
    async dropPending() {
      await ask('anvil_dropAllTransactions')
    },
    async fund(account) {
      await ask('anvil_setBalance', account, numberToHex(10n ** 24n))
    },
    remember,
    async returnTo() {
      await ask('evm_revert', remembered)
      await ask('anvil_dropAllTransactions')
      await remember()
    },
  }
}

async function end(anvil: ChildProcess): Promise<void> {
  const ended = once(anvil, 'exit')
  anvil.kill('SIGTERM')
  await ended
}

async function readUrl(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const address = /Listening on (\S+)/.exec(line)?.[1]
    if (address === undefined) continue
    // Nobody reads on, and a full pipe would stop it.
    output.resume()
    return `http://${address}`
  }
  throw new Error('anvil ended before it listened')
}
