import { type Address, encodeAbiParameters, type Hex, hexToBigInt, keccak256, numberToHex } from 'viem'

import type { EdrChain } from '../platform/edr-chain.ts'

/** The word of a slot in the newest block. */
export async function readSlot({ request }: EdrChain, contract: Address, slot: bigint): Promise<bigint> {
  const params = [contract, numberToHex(slot, { size: 32 }), 'latest']
  return hexToBigInt((await request({ method: 'eth_getStorageAt', params })) as Hex)
}

/** Changes the word of a slot from the newest block on, as nobody could on a real chain. */
export async function changeSlot(
  edr: EdrChain,
  { contract, slot, change }: { contract: Address; slot: bigint; change: (word: bigint) => bigint },
): Promise<void> {
  const word = change(await readSlot(edr, contract, slot))
  const params = [contract, numberToHex(slot), numberToHex(word, { size: 32 })]
  await edr.request({ method: 'hardhat_setStorageAt', params })
}

/** Where the ledger keeps an account's word. */
export const accountSlot = (account: Address) => BigInt(account) << 96n

/** Where Solidity keeps a mapping's value. */
export function mappingSlot(key: bigint, slot: bigint): bigint {
  const types = [{ type: 'uint256' }, { type: 'uint256' }] as const
  return hexToBigInt(keccak256(encodeAbiParameters(types, [key, slot])))
}

/** Mines until what was changed is final. */
export async function makeFinal(edr: EdrChain): Promise<void> {
  for (let block = 0; block < 9; block += 1) await edr.mine()
}
