import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

import { findAnvilBinary } from '../../../server/chain/embedded/anvil-binary.ts'

/** A chain that knows nothing of Entente: what RPC_URL may name by mistake. */
export interface BareChain {
  url: string
  fund(address: string): Promise<void>
  /** Sends a JSON-RPC request and returns its result. */
  ask(method: string, params: unknown[]): Promise<unknown>
  close(): Promise<void>
}

/** Starts anvil as a chain with a number; it mines whatever it is sent, unless more options of anvil say otherwise. */
export async function startBareChain(chainId: number, more: readonly string[] = []): Promise<BareChain> {
  const options = ['--port', '0', '--chain-id', String(chainId), '--accounts', '0', '--slots-in-an-epoch', '1', ...more]
  const anvil = spawn(findAnvilBinary(), options, { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await readUrl(anvil)
  const ask: BareChain['ask'] = async (method, params) => {
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
    ask,
    async fund(address) {
      await ask('anvil_setBalance', [address, `0x${(10n ** 21n).toString(16)}`])
    },
    async close() {
      const ended = once(anvil, 'exit')
      anvil.kill('SIGTERM')
      await ended
    },
  }
}

async function readUrl(anvil: ChildProcess): Promise<string> {
  if (anvil.stdout === null) throw new Error('anvil was started without its output')
  for await (const line of createInterface({ input: anvil.stdout })) {
    const address = /Listening on (\S+)/.exec(line)?.[1]
    if (address === undefined) continue
    // Nobody reads on, and a full pipe would stop it.
    anvil.stdout.resume()
    return `http://${address}`
  }
  throw new Error('anvil ended before it listened')
}
