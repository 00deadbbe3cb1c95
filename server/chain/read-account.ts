import { type Address, type Hex, hexToNumber, type PublicClient } from 'viem'

import { tokenOf } from './contracts.ts'
import { type Chain, type Connection, readAgreed, readFromFirst } from './client.ts'

/** A member's unexpired points, as the token says now. */
export async function readBalance(chain: Chain, account: string): Promise<bigint> {
  return readFromFirst(chain, (client) =>
    client.readContract({ ...tokenOf(chain), functionName: 'balanceOf', args: [account as Address] }),
  )
}

/** What an account has for gas, in wei. */
export async function readGasMoney(connection: Connection, address: string): Promise<bigint> {
  return readFromFirst(connection, (client) => client.getBalance({ address: address as Address }))
}

/** How many transactions of an account are in the newest block's state. */
export async function readNonce(connection: Connection, address: string): Promise<number> {
  return readFromFirst(connection, (client) =>
    client.getTransactionCount({ address: address as Address, blockTag: 'latest' }),
  )
}

/** How many transactions of an account are in that very block's state. All reachable endpoints agree. */
export async function readNonceAt(connection: Connection, address: string, blockHash: string): Promise<number> {
  return readAgreed(
    connection,
    `the nonce of ${address} at block ${blockHash}`,
    (client) => requestNonce(client, address, blockHash),
    (nonce) => nonce.toString(),
  )
}

async function requestNonce(client: PublicClient, address: string, blockHash: string): Promise<number> {
  // viem's own action knows block numbers only (EIP-1898 is in every node since 2021); a number would answer for
  // whatever block a reorg put there.
  const request = client.request as (args: { method: string; params: unknown[] }) => Promise<Hex>
  return hexToNumber(await request({ method: 'eth_getTransactionCount', params: [address, { blockHash }] }))
}
