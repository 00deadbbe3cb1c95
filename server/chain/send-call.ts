import type { Address, Hash, Hex } from 'viem'

import { limitGas } from '../domain/fees.ts'
import { StartRefused } from '../domain/start-refused.ts'
import { type Connection, readFromFirst } from './client.ts'
import { readFees } from './read-fees.ts'
import { readTransactionFate } from './read-transaction-fate.ts'
import { hashRawTransaction, sendRawTransaction } from './send-raw-transaction.ts'
import type { LaneSigner } from './signer.ts'
import { simulateCall } from './simulate-call.ts'

const POLL_MS = 500
const INCLUSION_WAIT_MS_MAX = 15 * 60_000
const RESEND_EVERY_POLLS = 20

/**
 * Sends one call of an account that people use by hand, and waits until a block holds it. What would be refused is not sent. For
 * accounts that this process alone sends from at the time.
 */
export async function sendCall(
  { connection, sleep }: { connection: Connection; sleep: (ms: number) => Promise<void> },
  signer: LaneSigner,
  { to, data }: { to: Address; data: Hex },
): Promise<{ hash: Hash; blockNumber: bigint }> {
  const from = signer.address
  const simulated = await simulateCall(connection, { from, to, data })
  if (simulated.status === 'reverts') {
    const { name, args } = simulated.revert
    const values = Object.entries(args).map(([key, value]) => `${key} ${value}`)
    throw new StartRefused('admin_call_refused', `The contract refuses this: ${[name, ...values].join(', ')}.`)
  }
  const { maxFeePerGas, maxPriorityFeePerGas } = await readFees(connection)
  const nonce = await readFromFirst(connection, (client) =>
    client.getTransactionCount({ address: from, blockTag: 'pending' }),
  )
  const fees = { maxFeePerGas, maxPriorityFeePerGas, gas: limitGas(simulated), accessList: [] }
  const raw = await signer.signTransaction({ chainId: connection.chainId, nonce, to, data, ...fees })
  return waitForInclusion({ connection, sleep }, from, raw)
}

async function waitForInclusion(
  { connection, sleep }: { connection: Connection; sleep: (ms: number) => Promise<void> },
  from: Address,
  raw: Hex,
): Promise<{ hash: Hash; blockNumber: bigint }> {
  const hash = hashRawTransaction(raw)
  for (let poll = 0; poll * POLL_MS < INCLUSION_WAIT_MS_MAX; poll += 1) {
    if (poll % RESEND_EVERY_POLLS === 0 && (await sendRawTransaction(connection, raw)) === 'insufficient_funds')
      throw new StartRefused('chain_funds_missing', `${from} has too little on this chain to pay for the gas.`)
    const fate = await readTransactionFate(connection, [hash])
    if (fate.status === 'included') return { hash, blockNumber: fate.blockNumber }
    if (fate.status === 'reverted')
      throw new StartRefused('admin_call_refused', `The contract refused it in ${hash}: see why there.`)
    await sleep(POLL_MS)
  }
  throw new StartRefused(
    'chain_unreachable',
    `${hash} was sent and not included yet: look for it before you repeat it.`,
  )
}
