import { type Hex, hexToBytes, keccak256, toRlp } from 'viem'

/** A block's header as an endpoint tells it: `eth_getBlockByNumber`. */
export type ToldHeader = Readonly<Record<string, unknown>>

/** A header's fields in the order of Ethereum's RLP, each with whether it is a number (of no leading zeros). */
const FIELDS: readonly (readonly [name: string, isNumber: boolean])[] = [
  ['parentHash', false],
  ['sha3Uncles', false],
  ['miner', false],
  ['stateRoot', false],
  ['transactionsRoot', false],
  ['receiptsRoot', false],
  ['logsBloom', false],
  ['difficulty', true],
  ['number', true],
  ['gasLimit', true],
  ['gasUsed', true],
  ['timestamp', true],
  ['extraData', false],
  ['mixHash', false],
  ['nonce', false],
]

/** Fields that forks added, one behind the other: a block that has one has all before it. */
const LATER_FIELDS: typeof FIELDS = [
  ['baseFeePerGas', true],
  ['withdrawalsRoot', false],
  ['blobGasUsed', true],
  ['excessBlobGas', true],
  ['parentBeaconBlockRoot', false],
  ['requestsHash', false],
]

/** keccak256 of the header's RLP: what the block's hash must be. Null where fields are missing, as on other kinds of chains. */
export function headerHash(header: ToldHeader): Hex | null {
  const later = LATER_FIELDS.slice(0, countPresent(header))
  const fields = [...FIELDS, ...later].map(([name, isNumber]) => fieldOf(header, name, isNumber))
  return fields.every((field) => field !== null) ? keccak256(toRlp(fields)) : null
}

function countPresent(header: ToldHeader): number {
  const missing = LATER_FIELDS.findIndex(([name]) => typeof header[name] !== 'string')
  return missing === -1 ? LATER_FIELDS.length : missing
}

function fieldOf(header: ToldHeader, name: string, isNumber: boolean): Hex | null {
  const value = header[name]
  if (typeof value !== 'string' || !/^0x[\da-f]*$/i.test(value)) return null
  if (!isNumber) return value as Hex
  const digits = value.slice(2).replace(/^0+/, '')
  return `0x${digits.length % 2 === 0 ? '' : '0'}${digits}`
}

/** Whether a header's bloom filter says that a log with this address or topic may be in the block. False is certain. */
export function bloomMayHold(bloom: Hex, value: Hex): boolean {
  const bits = hexToBytes(bloom)
  const hash = hexToBytes(keccak256(value))
  return [0, 2, 4].every((at) => {
    const bit = (((hash[at] ?? 0) << 8) | (hash[at + 1] ?? 0)) & 2_047
    return ((bits[255 - (bit >> 3)] ?? 0) & (1 << (bit & 7))) !== 0
  })
}
