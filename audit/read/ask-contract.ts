import { type Address, decodeFunctionResult, encodeFunctionData, type Hex, numberToHex } from 'viem'

import { abiOf, type ContractKind } from '../contracts.ts'
import { type Rpc, RpcRefused } from '../rpc/json-rpc.ts'

/** A view of one of the coalition's contracts. */
export interface View {
  readonly kind: ContractKind
  readonly address: Address
  readonly name: string
  readonly args?: readonly unknown[]
}

/** The answers of views at a block, in their order. Throws where the endpoint or one of the contracts refuses. */
export async function askViews(rpc: Rpc, views: readonly View[], block: number): Promise<unknown[]> {
  const answers = await rpc.askAll(
    views.map(({ kind, address, name, args = [] }) => ({
      method: 'eth_call',
      params: [
        { to: address, data: encodeFunctionData({ abi: abiOf(kind), functionName: name, args: [...args] }) },
        numberToHex(block),
      ],
    })),
  )
  return views.map(({ kind, name }, at) =>
    decodeFunctionResult({ abi: abiOf(kind), functionName: name, data: answers[at] as Hex }),
  )
}

/** The answer of one view at a block. */
export async function askView(rpc: Rpc, view: View, block: number): Promise<unknown> {
  const [answer] = await askViews(rpc, [view], block)
  return answer
}

/** As `askView`; null where the contract refuses, or is none of that kind. */
export async function tryView(rpc: Rpc, view: View, block: number): Promise<unknown> {
  try {
    return await askView(rpc, view, block)
  } catch (error) {
    if (error instanceof RpcRefused || isNoAnswer(error)) return null
    throw error
  }
}

/** What viem throws where an address answers with nothing, or with something else. */
function isNoAnswer(error: unknown): boolean {
  const names = ['AbiDecodingZeroDataError', 'AbiDecodingDataSizeTooSmallError', 'PositionOutOfBoundsError']
  return error instanceof Error && names.includes(error.name)
}
