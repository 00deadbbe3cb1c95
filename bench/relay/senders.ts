import { Contract, JsonRpcProvider, Wallet } from 'ethers'
import { type Address, createPublicClient, encodeFunctionData, type Hex, http, parseAbi } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

import { CHAIN_ID, RICH_KEY } from './anvil.ts'

/** How a team that writes its own sender would send: each in turn, pipelined, or many mints in a transaction. */
export const PEER_NAMES = ['loop', 'pipelined', 'batches'] as const
export type PeerName = (typeof PEER_NAMES)[number]

export interface Mint {
  readonly to: Address
  readonly points: bigint
}

/** Takes what is to be minted; resolves when a request may be answered. */
export type Sender = (mints: readonly Mint[]) => Promise<void>

interface SenderPlan {
  readonly peer: PeerName
  readonly rpcUrl: string
  readonly token: Address
}

/** What a contract of points offers to its minter. */
export const mintAbi = parseAbi([
  'function mint(address to, uint256 points)',
  'function mintMany(address[] to, uint256[] points)',
])

const SENDS_IN_FLIGHT_MAX = 32
const MINTS_PER_BATCH = 200
/** A batch that is not full is sent when its oldest mint is this old. */
const BATCH_AGE_MS = 100
/** Above what a mint costs a holder who has none yet. */
const GAS_PER_MINT = 60_000n
const GAS_FIXED = 100_000n
const FEES = { maxFeePerGas: 100_000_000_000n, maxPriorityFeePerGas: 1_000_000_000n }

export async function openSender({ peer, rpcUrl, token }: SenderPlan): Promise<Sender> {
  if (peer === 'loop') return openLoop(rpcUrl, token)
  const send = await openTransactions(rpcUrl, token)
  return peer === 'pipelined' ? openPipeline(send) : openBatches(send)
}

/** ethers: one mint after the other, each receipt awaited. */
function openLoop(rpcUrl: string, token: Address): Sender {
  const provider = new JsonRpcProvider(rpcUrl, CHAIN_ID, { staticNetwork: true, pollingInterval: 50, cacheTimeout: -1 })
  const contract = new Contract(token, ['function mint(address to, uint256 points)'], new Wallet(RICH_KEY, provider))
  let turn: Promise<unknown> = Promise.resolve()
  return async (mints) => {
    for (const { to, points } of mints) {
      turn = turn.then(async () => {
        const sent = (await contract.getFunction('mint').send(to, points)) as { wait(): Promise<unknown> }
        await sent.wait()
      })
    }
    await turn
  }
}

type Send = (data: Hex, mints: number) => Promise<void>

/** viem with nonces of its own: a transaction is signed here, with fixed gas and fees, and sent; nobody waits for its block. */
async function openTransactions(rpcUrl: string, token: Address): Promise<Send> {
  const client = createPublicClient({ transport: http(rpcUrl) })
  const account = privateKeyToAccount(RICH_KEY)
  let nonce = await client.getTransactionCount({ address: account.address, blockTag: 'pending' })
  let inFlight = 0
  const waiting: (() => void)[] = []
  return async (data, mints) => {
    if (inFlight >= SENDS_IN_FLIGHT_MAX) await new Promise<void>((resolve) => waiting.push(resolve))
    inFlight += 1
    try {
      const gas = GAS_FIXED + GAS_PER_MINT * BigInt(mints)
      const own = nonce++
      const call = { to: token, data, nonce: own, gas, ...FEES }
      const raw = await account.signTransaction({ type: 'eip1559', chainId: CHAIN_ID, ...call })
      await client.sendRawTransaction({ serializedTransaction: raw })
    } finally {
      inFlight -= 1
      waiting.shift()?.()
    }
  }
}

/** One transaction a mint; a request is answered when the node has taken its own. */
function openPipeline(send: Send): Sender {
  return async (mints) => {
    await Promise.all(
      mints.map(({ to, points }) =>
        send(encodeFunctionData({ abi: mintAbi, functionName: 'mint', args: [to, points] }), 1),
      ),
    )
  }
}

/** Many mints a transaction, kept in memory until then: a request is answered at once, and lost if the process ends. */
function openBatches(send: Send): Sender {
  const waiting: Mint[] = []
  let timer: NodeJS.Timeout | null = null
  const flush = () => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const mints = waiting.splice(0, MINTS_PER_BATCH)
    const args = [mints.map(({ to }) => to), mints.map(({ points }) => points)] as const
    // A failure is not caught: a benchmark of lost mints measures nothing.
    void send(encodeFunctionData({ abi: mintAbi, functionName: 'mintMany', args }), mints.length)
  }
  return (mints) => {
    waiting.push(...mints)
    while (waiting.length >= MINTS_PER_BATCH) flush()
    if (waiting.length > 0) timer ??= setTimeout(flush, BATCH_AGE_MS)
    return Promise.resolve()
  }
}
