import { AbiCoder, concat } from 'ethers'
import type { Address, Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

import type { CoalitionChain } from './coalition-chain.ts'
import { testKey } from './edr-chain.ts'

interface Creation {
  bytecode: string
  /** The constructor's only argument, and its type. */
  type: string
  argument: unknown
}

/** Creates a contract that only tests deploy, in a block of its own, and returns its address in lower case. */
export async function deployContract(
  { edr, operator, chain }: CoalitionChain,
  { bytecode, type, argument }: Creation,
): Promise<Address> {
  const { request } = edr
  const nonce = Number(await request({ method: 'eth_getTransactionCount', params: [operator.address, 'pending'] }))
  const raw = await privateKeyToAccount(testKey('operator')).signTransaction({
    type: 'eip1559',
    data: concat([bytecode, AbiCoder.defaultAbiCoder().encode([type], [argument])]) as Hex,
    nonce,
    chainId: chain.chainId,
    gas: 3_000_000n,
    maxFeePerGas: 10_000_000_000n,
    maxPriorityFeePerGas: 1_000_000_000n,
  })
  const hash = await request({ method: 'eth_sendRawTransaction', params: [raw] })
  await edr.mine()
  const receipt = (await request({ method: 'eth_getTransactionReceipt', params: [hash] })) as {
    contractAddress: string
  }
  return receipt.contractAddress.toLowerCase() as Address
}
