import { type Address, type Hex } from 'viem'

import { type ChainError, classifyChainError } from './chain-error.ts'
import { type Connection, readFromFirst } from './client.ts'
import { type Revert } from './decode-revert.ts'
import { readL1Gas } from './read-data-fee.ts'

/** What would happen to a call on top of the newest block; `l1Gas` is the part of its gas that pays for its bytes on the L1. */
export type SimulatedCall = { status: 'succeeds'; gas: bigint; l1Gas: bigint } | { status: 'reverts'; revert: Revert }

/** A call as it would be sent. */
export interface CallToSimulate {
  from: string
  to: string
  data: string
}

/** Runs a call on the newest block without sending it: whether it would succeed, and how much gas it would use. */
export async function simulateCall(connection: Connection, call: CallToSimulate): Promise<SimulatedCall> {
  try {
    // First the call, then the estimate: nodes name the reason of a failure reliably only for the first.
    const request = { account: call.from as Address, to: call.to as Address, data: call.data as Hex } as const
    const gas = await readFromFirst(connection, async (client) => {
      await client.call({ ...request, blockTag: 'latest' })
      return client.estimateGas({ ...request, blockTag: 'latest' })
    })
    return { status: 'succeeds', gas, l1Gas: await readL1Gas(connection, call) }
  } catch (error) {
    const refusal = classifyChainError(error)
    if (refusal.kind !== 'reverted') throw refusal
    return { status: 'reverts', revert: refusal.revert ?? unnamed(refusal) }
  }
}

function unnamed(refusal: ChainError): Revert {
  return { name: 'without_reason', args: { message: refusal.message } }
}
