import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import { type Address, createPublicClient, createWalletClient, encodeFunctionData, type Hex, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'

import { root } from '../../cli/run-program.ts'
import { compileBench } from '../bench-chain.ts'
import { accountOf } from '../credits.ts'
import { type Blocks, RICH_KEY, startAnvil } from './anvil.ts'
import type { PeerPlan } from './peer-server.ts'
import { mintAbi, type PeerName } from './senders.ts'
import { saleRequests } from './sale-requests.ts'
import { checkSupply } from './load.ts'
import { POINTS_EACH, type Side } from './side.ts'

const SOURCES = { name: 'relay', folders: ['./bench/contracts/relay'], npmFiles: [] }
const MINTS_PER_TRANSACTION = 200

/** A chain with plain ERC-20 points on it, and clients for it. */
export async function openPointsChain(members: number) {
  const readArtifact = await compileBench(SOURCES)
  const anvil = await startAnvil()
  const transport = http(anvil.url)
  const wallet = createWalletClient({ account: privateKeyToAccount(RICH_KEY), chain: foundry, transport })
  const chain = createPublicClient({ chain: foundry, transport, pollingInterval: 50 })
  const { bytecode } = await readArtifact('MinterPoints')
  const { contractAddress } = await chain.waitForTransactionReceipt({
    hash: await wallet.sendTransaction({ data: bytecode as Hex }),
  })
  const token = contractAddress as Address
  const accounts = Array.from({ length: members }, (_, at) => accountOf(`member ${at}`) as Address)
  // Everybody has points already, as members of Entente have after the warm-up: a first credit costs the chain three times as much.
  for (let at = 0; at < accounts.length; at += MINTS_PER_TRANSACTION) {
    const to = accounts.slice(at, at + MINTS_PER_TRANSACTION)
    const data = encodeFunctionData({ abi: mintAbi, functionName: 'mintMany', args: [to, to.map(() => 1n)] })
    await chain.waitForTransactionReceipt({ hash: await wallet.sendTransaction({ to: token, data, gas: 20_000_000n }) })
  }
  return { anvil, wallet, chain, token, accounts }
}

/** What `openPointsChain` opened. */
export type PointsChain = Awaited<ReturnType<typeof openPointsChain>>

/** Starts a peer as a server of its own, on a chain of its own. */
export async function startPeer(peer: PeerName, blocks: Blocks, members: number): Promise<Side> {
  const { anvil, token, accounts } = await openPointsChain(members)
  const plan: PeerPlan = { peer, rpcUrl: anvil.url, token }
  const program = join(root, 'bench/relay/peer-server.ts')
  const child = spawn(process.execPath, [program, JSON.stringify(plan)], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface(child.stdout)) {
    const { url } = JSON.parse(line) as { url: string }
    await anvil.begin(blocks)
    const requests = saleRequests([null], accounts)
    return {
      url,
      rpcUrl: anvil.url,
      token,
      nextRequest: requests.next,
      check: () =>
        checkSupply({ rpcUrl: anvil.url, token }, BigInt(members) + BigInt(requests.purchases()) * POINTS_EACH),
      async stop() {
        child.kill('SIGKILL')
        await anvil.stop()
      },
    }
  }
  throw new Error(`the peer ${peer} did not start`)
}
