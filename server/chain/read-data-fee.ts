import {
  type Address,
  concatHex,
  type Hex,
  keccak256,
  numberToHex,
  parseAbi,
  serializeTransaction,
  size,
  slice,
} from 'viem'

import { BATCH_BYTES_AIM } from '../domain/fees.ts'
import { type Connection, readFromFirst } from './client.ts'

/** A predeploy of every OP Stack chain. */
const GAS_PRICE_ORACLE = '0x420000000000000000000000000000000000000F'
/** No contract: an Arbitrum node answers calls to this address itself. */
const NODE_INTERFACE = '0x00000000000000000000000000000000000000C8'
const oracleAbi = parseAbi(['function getL1Fee(bytes data) view returns (uint256)'])
// It is payable in Arbitrum's own interface; a call without value is all that is ever made of it.
const nodeAbi = parseAbi([
  'function gasEstimateL1Component(address to, bool contractCreation, bytes data) view returns (uint64 gasForL1, uint256 baseFee, uint256 l1BaseFee)',
])
const NOWHERE: Address = '0x0000000000000000000000000000000000000001'

/** A transaction of which the chain's L1 keeps the bytes. `to` null makes a contract. */
export interface PostedData {
  to: string | null
  data: string
}

/**
 * The gas within `gasLimit` that pays for a transaction's bytes on the L1, at the prices of now; 0 where a chain does not charge in
 * that way. The estimates of such chains contain it.
 */
export async function readL1Gas(connection: Connection, { to, data }: PostedData): Promise<bigint> {
  if (connection.fees.model !== 'arbitrum') return 0n
  const [gasForL1] = await readFromFirst(connection, (client) =>
    client.readContract({
      address: NODE_INTERFACE,
      abi: nodeAbi,
      functionName: 'gasEstimateL1Component',
      args: [(to ?? NOWHERE) as Address, to === null, data as Hex],
    }),
  )
  return gasForL1
}

/** What a chain asks for a transaction's bytes on the L1, in wei, beside the gas that it executes; `feePerGas` is what is offered. */
export async function readDataFee(connection: Connection, posted: PostedData, feePerGas: bigint): Promise<bigint> {
  switch (connection.fees.model) {
    case 'l1':
      return 0n
    case 'arbitrum':
      return (await readL1Gas(connection, posted)) * feePerGas
    case 'op-stack':
      return readL1Fee(connection, posted)
  }
}

/** What the largest batch would be charged for its bytes. */
export async function readBatchDataFee(connection: Connection, feePerGas: bigint): Promise<bigint> {
  if (connection.fees.model === 'l1') return 0n
  return readDataFee(connection, { to: NOWHERE, data: batchSizedData() }, feePerGas)
}

/** The oracle takes the unsigned transaction, and adds what a signature has by itself. */
async function readL1Fee(connection: Connection, { to, data }: PostedData): Promise<bigint> {
  const unsigned = serializeTransaction({
    type: 'eip1559',
    chainId: connection.chainId,
    // Fees, gas and nonce are a few bytes among thousands; these are as long as they come.
    nonce: 0xffffff,
    gas: 0xffffffn,
    maxFeePerGas: 2n ** 40n - 1n,
    maxPriorityFeePerGas: 2n ** 40n - 1n,
    to: to as Address | null,
    data: data as Hex,
  })
  return readFromFirst(connection, (client) =>
    client.readContract({ address: GAS_PRICE_ORACLE, abi: oracleAbi, functionName: 'getL1Fee', args: [unsigned] }),
  )
}

let sized: Hex | null = null

/** As many bytes as the largest batch has, none of which compress: both fee models charge for the compressed size. */
function batchSizedData(): Hex {
  if (sized !== null) return sized
  const words = Array.from({ length: Math.ceil(BATCH_BYTES_AIM / 32) }, (_, index) => keccak256(numberToHex(index)))
  const bytes = concatHex(words)
  sized = size(bytes) === BATCH_BYTES_AIM ? bytes : slice(bytes, 0, BATCH_BYTES_AIM)
  return sized
}
