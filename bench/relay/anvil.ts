import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

import { findAnvilBinary } from '../../server/chain/embedded/anvil-binary.ts'

/** How the chain makes blocks: one a second, or one for each transaction as it comes. */
export type Blocks = '1s' | 'automine'

/** anvil's first account, which has all the money that is needed. */
export const RICH_KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
export const CHAIN_ID = 31_337

/** So much that gas is not what limits anybody. */
const BLOCK_GAS = 300_000_000

/** A chain of its own, the same for every system. */
export interface Anvil {
  readonly url: string
  readonly pid: number
  ask(method: string, params: readonly unknown[]): Promise<unknown>
  /** From now on it makes blocks as asked; until then it makes one for each transaction, so that nobody waits while all is prepared. */
  begin(blocks: Blocks): Promise<void>
  stop(): Promise<void>
}

/** Starts anvil on a free port, with its defaults but for the gas of a block. */
export async function startAnvil(): Promise<Anvil> {
  const options = ['--port', '0', '--chain-id', String(CHAIN_ID), '--gas-limit', String(BLOCK_GAS)]
  const anvil = spawn(findAnvilBinary(), options, { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await readUrl(anvil.stdout)
  const ask: Anvil['ask'] = async (method, params) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    })
    const { result, error } = (await answer.json()) as { result?: unknown; error?: { message: string } }
    if (error !== undefined) throw new Error(`${method}: ${error.message}`)
    return result
  }
  return {
    url,
    pid: anvil.pid ?? 0,
    ask,
    async begin(blocks) {
      // The same as anvil's --block-time 1.
      if (blocks === '1s') await ask('evm_setIntervalMining', [1])
    },
    async stop() {
      const ended = once(anvil, 'exit')
      anvil.kill('SIGKILL')
      await ended
    },
  }
}

async function readUrl(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const address = /Listening on (\S+)/.exec(line)?.[1]
    if (address === undefined) continue
    // anvil says much, and a full pipe would stop it.
    output.resume()
    return `http://${address}`
  }
  throw new Error('anvil ended before it listened')
}
