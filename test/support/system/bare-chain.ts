import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

import { findAnvilBinary } from '../../../server/chain/embedded/anvil-binary.ts'

/** A chain that knows nothing of Entente: what RPC_URL may name by mistake. */
export interface BareChain {
  url: string
  fund(address: string): Promise<void>
  close(): Promise<void>
}

/** Starts anvil as a chain with a number; it mines whatever it is sent. */
export async function startBareChain(chainId: number): Promise<BareChain> {
  const options = ['--port', '0', '--chain-id', String(chainId), '--accounts', '0', '--slots-in-an-epoch', '1']
  const anvil = spawn(findAnvilBinary(), options, { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await readUrl(anvil)
  return {
    url,
    async fund(address) {
      const params = [address, `0x${(10n ** 21n).toString(16)}`]
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'anvil_setBalance', params }),
      })
      if (!answer.ok) throw new Error(`anvil_setBalance: ${String(answer.status)}`)
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
