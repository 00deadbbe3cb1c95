import { type Address, type Hash, type Hex, keccak256, numberToHex, toBytes } from 'viem'

import type { Eip1193Request } from '../../../server/chain/client.ts'

/** Blocks above the final one. EDR itself calls its newest block final, which no chain with reorgs does. */
export const EDR_FINALITY_DEPTH = 8

export const EDR_CHAIN_ID = 31_337

/** An EVM inside this process that mines, forgets and reorganises only when it is told to. */
export interface EdrChain {
  /** What an RPC endpoint of this chain answers. */
  request: Eip1193Request
  /** Mines the mempool into one block with this time (Unix seconds; else a second after the last one). */
  mine(at?: number): Promise<void>
  /** Unmakes the newest blocks and their transactions, as if they had never been: these wait to be mined again. */
  rewind(blocks: number): Promise<void>
  /** Forgets the transactions that wait to be mined, those of unmade blocks included. */
  dropPending(): Promise<void>
  /** How many blocks `rewind` can unmake. */
  depth(): number
  head(): Promise<{ number: bigint; hash: Hash; timestamp: number }>
  fund(account: Address): Promise<void>
  /** Remembers the present state; `returnTo` comes back to it any number of times. */
  remember(): Promise<void>
  returnTo(): Promise<void>
  close(): Promise<void>
}

type Ask = <T = string>(method: string, params?: unknown[]) => Promise<T>

/** A key of its own for each name, the same in every run. */
export function testKey(name: string): Hex {
  return keccak256(toBytes(`entente test key: ${name}`))
}

/** Opens a chain whose first block has this time. */
export async function openEdrChain(startsAt: Date): Promise<EdrChain> {
  // Loaded where it is used: processes that only join a chain begin in half the time without it.
  const { network } = await import('hardhat')
  const connection = await network.create({
    override: {
      chainId: EDR_CHAIN_ID,
      mining: { auto: false, interval: 0 },
      initialDate: startsAt,
      // As every node does: EDR's own way gives no estimate where a wallet that is asked burns all that it is given.
      gasEstimationMode: 'topLevelSuccess',
    },
  })
  const ask: Ask = async <T>(method: string, params: unknown[] = []) =>
    (await connection.provider.request({ method, params })) as T
  // A snapshot before each block that can be unmade; the lowest one is `remember`'s.
  let snapshots: string[] = []
  let remembered: string | null = null
  let blocksMade = 0

  const head: EdrChain['head'] = async () => {
    const block = await ask<{ number: Hex; hash: Hash; timestamp: Hex }>('eth_getBlockByNumber', ['latest', false])
    return { number: BigInt(block.number), hash: block.hash, timestamp: Number(block.timestamp) }
  }
  return {
    request: async ({ method, params }) => ask(method, await withFinality(ask, method, params as unknown[])),
    head,
    async mine(at) {
      snapshots.push(await ask('evm_snapshot'))
      const { timestamp } = await head()
      // Another random value for each block that is made: what replaces a block never has its hash by chance.
      blocksMade += 1
      await ask('hardhat_setPrevRandao', [numberToHex(blocksMade, { size: 32 })])
      await ask('evm_setNextBlockTimestamp', [Math.max(at ?? 0, timestamp + 1)])
      await ask('evm_mine')
    },
    async rewind(blocks) {
      const snapshot = snapshots.at(-blocks)
      if (snapshot === undefined || blocks < 1) throw new Error(`${blocks} blocks cannot be unmade`)
      await ask('evm_revert', [snapshot])
      snapshots = snapshots.slice(0, -blocks)
    },
    async dropPending() {
      for (const { hash } of await ask<{ hash: Hash }[]>('eth_pendingTransactions'))
        await ask('hardhat_dropTransaction', [hash])
    },
    depth: () => snapshots.length,
    async fund(account) {
      await ask('hardhat_setBalance', [account, numberToHex(10n ** 24n)])
    },
    async remember() {
      snapshots = []
      remembered = await ask('evm_snapshot')
    },
    async returnTo() {
      if (remembered === null) throw new Error('nothing was remembered')
      await ask('evm_revert', [remembered])
      snapshots = []
      remembered = await ask('evm_snapshot')
    },
    close: () => connection.close(),
  }
}

async function withFinality(ask: Ask, method: string, params: unknown[] = []): Promise<unknown[]> {
  if (method !== 'eth_getBlockByNumber' || params[0] !== 'finalized') return params
  const newest = Number(await ask<Hex>('eth_blockNumber'))
  return [numberToHex(Math.max(newest - EDR_FINALITY_DEPTH, 0)), ...params.slice(1)]
}
