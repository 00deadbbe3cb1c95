import { type Address, encodeFunctionData, type Hex } from 'viem'

import { pointsIssuanceAbi } from '../../abis/PointsIssuance.ts'
import { type BatchToSign } from './batch-typed-data.ts'
import { type Chain } from './client.ts'

/** The call that posts a signed batch. */
export function postBatchCall(chain: Chain, batch: BatchToSign, signature: string): { to: Address; data: Hex } {
  const { credits, debits, ...head } = batch
  const data = encodeFunctionData({
    abi: pointsIssuanceAbi,
    functionName: 'post',
    args: [head, credits, debits, signature as Hex],
  })
  return { to: chain.addresses.issuance, data }
}
