import {
  type AccessList,
  type Address,
  type Hex,
  hexToBigInt,
  hexToNumber,
  keccak256,
  serializeTransaction,
} from 'viem'

/** A transaction as an endpoint tells it: `eth_getTransactionByHash`. */
export type ToldTransaction = Readonly<Record<string, unknown>>

/**
 * The hash that a transaction's fields give: what the endpoint must have told it under. Null for kinds that are not computed (EIP-4844,
 * EIP-7702, those of rollups) and where fields are missing.
 */
export function transactionHash(told: ToldTransaction): Hex | null {
  try {
    const raw = serialize(told)
    return raw === null ? null : keccak256(raw)
  } catch {
    return null // half a transaction: counted as not checked
  }
}

function serialize(told: ToldTransaction): Hex | null {
  const field = (name: string) => told[name] as Hex
  const common = {
    nonce: hexToNumber(field('nonce')),
    gas: hexToBigInt(field('gas')),
    value: hexToBigInt(field('value')),
    data: field('input'),
    to: told['to'] as Address | null,
  }
  const [r, s] = [field('r'), field('s')]
  const type = told['type'] ?? '0x0'
  if (type === '0x0') {
    const v = hexToBigInt(field('v'))
    // EIP-155: v names the chain, save in transactions of before.
    const chain = v >= 35n ? { chainId: Number((v - 35n) / 2n) } : {}
    const gasPrice = hexToBigInt(field('gasPrice'))
    return serializeTransaction({ ...common, ...chain, gasPrice, type: 'legacy' }, { r, s, v })
  }
  const parity = hexToNumber((told['yParity'] ?? told['v']) as Hex)
  const signature = { r, s, yParity: parity }
  const listed = { ...common, chainId: hexToNumber(field('chainId')), accessList: told['accessList'] as AccessList }
  if (type === '0x1')
    return serializeTransaction({ ...listed, gasPrice: hexToBigInt(field('gasPrice')), type: 'eip2930' }, signature)
  if (type !== '0x2') return null
  const maxFeePerGas = hexToBigInt(field('maxFeePerGas'))
  const maxPriorityFeePerGas = hexToBigInt(field('maxPriorityFeePerGas'))
  return serializeTransaction({ ...listed, maxFeePerGas, maxPriorityFeePerGas, type: 'eip1559' }, signature)
}
