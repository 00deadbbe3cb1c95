import { decodeFunctionResult, encodeFunctionData, type Hex } from 'viem'

import { clearingAbi } from '../../../abis/Clearing.ts'
import { clearingCall, hashOfText } from '../../../server/chain/clearing-calls.ts'
import { type PartnerAct, partnerActCall, partnerActTypedData } from '../../../server/chain/clearing-typed-data.ts'
import { type CoalitionChain, issuerOf } from '../platform/coalition-chain.ts'

/** Partner 1 and the operator mark the same payment; partner 2 disputes its position and takes that back. */
export async function settleMonth({ chain, edr, send, deployment }: CoalitionChain, month: number): Promise<void> {
  const netOf = async (partnerId: number): Promise<bigint> => {
    const functionName = 'positionOf'
    const data = encodeFunctionData({ abi: clearingAbi, functionName, args: [BigInt(month), partnerId] })
    const params = [{ to: deployment.clearing, data }, 'latest']
    const answer = (await edr.request({ method: 'eth_call', params })) as Hex
    return decodeFunctionResult({ abi: clearingAbi, functionName, data: answer }).net
  }
  const acts = async (act: Omit<PartnerAct, 'minor' | 'month'>): Promise<void> => {
    const whole: PartnerAct = { ...act, month, minor: await netOf(act.partnerId) }
    const signature = await issuerOf(act.partnerId).signTypedData(partnerActTypedData(chain, whole))
    const call = partnerActCall(chain, whole, signature)
    await send(call.to, call.data)
    await edr.mine()
  }
  const reference = 'E2E-1'
  const mark = clearingCall(chain, { name: 'mark_payment', month, partnerId: 1, reference })
  await send(mark.to, mark.data)
  await edr.mine()
  await acts({ kind: 'confirmation', partnerId: 1, textHash: hashOfText(reference), sequence: 0 })
  await acts({ kind: 'dispute', partnerId: 2, textHash: hashOfText('too much'), sequence: 0 })
  await acts({ kind: 'withdrawal', partnerId: 2, textHash: null, sequence: 1 })
}
