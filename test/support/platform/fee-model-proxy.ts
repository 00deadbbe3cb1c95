import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import {
  decodeFunctionData,
  encodeFunctionResult,
  type Hex,
  hexToBigInt,
  numberToHex,
  parseAbi,
  parseTransaction,
  recoverTransactionAddress,
  size,
  type TransactionSerialized,
} from 'viem'

const GAS_PRICE_ORACLE = '0x420000000000000000000000000000000000000f'
const NODE_INTERFACE = '0x00000000000000000000000000000000000000c8'
const P256_PRECOMPILE = '0x0000000000000000000000000000000000000100'
const oracleAbi = parseAbi(['function getL1Fee(bytes data) view returns (uint256)'])
const nodeAbi = parseAbi([
  'function gasEstimateL1Component(address to, bool contractCreation, bytes data) view returns (uint64, uint256, uint256)',
])
/** What the oracle adds to an unsigned transaction for its signature. */
const SIGNATURE_BYTES = 68
const INTRINSIC_GAS = 21_000n

/** What a chain of a model charges; a test changes it while the chain runs. */
export interface StubbedPrices {
  /** OP Stack: for each byte of a transaction, from the balance. */
  weiPerByte: bigint
  /** Arbitrum: for each byte of a transaction's data, within its gas limit. */
  gasPerByte: bigint
  /** What the P-256 precompile answers; `fails` undoes the call, and undefined leaves it to anvil. */
  p256: (data: Hex) => Hex | 'fails' | undefined
}

/** An RPC endpoint over HTTP. */
export interface FeeModelProxy {
  url: string
  prices: StubbedPrices
  close(): Promise<void>
}

interface RpcRequest {
  id: unknown
  method: string
  params?: unknown[]
}

/** What a node refuses, in its own words. */
class Refused extends Error {}

/**
 * A JSON-RPC endpoint that forwards all requests to anvil but those that chains of a fee model answer in their own way: what
 * they say about their L1, what they estimate, and which transactions they do not take.
 */
export async function startFeeModelProxy(anvilUrl: string, model: 'op-stack' | 'arbitrum'): Promise<FeeModelProxy> {
  const prices: StubbedPrices = { weiPerByte: 0n, gasPerByte: 0n, p256: () => undefined }
  const ask = async (method: string, params: unknown[]) => {
    const { result, error } = (await forward(anvilUrl, { id: 1, method, params })) as { result?: Hex; error?: object }
    if (result === undefined) throw new Error(`anvil refused ${method}: ${JSON.stringify(error)}`)
    return result
  }
  const answer = model === 'op-stack' ? answerAsOpStack : answerAsArbitrum
  const server = createServer((request, response) => {
    const respond = async (): Promise<object> => {
      const asked = JSON.parse(await readBody(request)) as RpcRequest
      try {
        const result = answerProbe(prices, asked) ?? (await answer(prices, asked, ask))
        return result === undefined ? await forward(anvilUrl, asked) : { jsonrpc: '2.0', id: asked.id, result }
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        return { jsonrpc: '2.0', id: asked.id, error: { code: -32_000, message: error.message } }
      }
    }
    respond().then(
      (body) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body)),
      (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, prices, close: () => closeServer(server) }
}

type Ask = (method: string, params: unknown[]) => Promise<Hex>

/** The fee comes from the balance, beside the gas: a transaction whose sender cannot pay both is not taken. */
async function answerAsOpStack({ weiPerByte }: StubbedPrices, { method, params = [] }: RpcRequest, ask: Ask) {
  const data = callTo(GAS_PRICE_ORACLE, method, params)
  if (data !== null) {
    const [unsigned] = decodeFunctionData({ abi: oracleAbi, data }).args
    const fee = BigInt(size(unsigned) + SIGNATURE_BYTES) * weiPerByte
    return encodeFunctionResult({ abi: oracleAbi, functionName: 'getL1Fee', result: fee })
  }
  if (method !== 'eth_sendRawTransaction') return undefined
  const raw = params[0] as TransactionSerialized
  const { gas = 0n, maxFeePerGas = 0n } = parseTransaction(raw)
  const from = await recoverTransactionAddress({ serializedTransaction: raw })
  const balance = hexToBigInt(await ask('eth_getBalance', [from, 'latest']))
  if (balance < gas * maxFeePerGas + BigInt(size(raw)) * weiPerByte)
    throw new Refused('insufficient funds for gas * price + value: balance does not cover the L1 cost')
  return undefined
}

/** Bytes are paid for first, in gas: what the limit has left after that must do for the rest. */
async function answerAsArbitrum({ gasPerByte }: StubbedPrices, { method, params = [] }: RpcRequest, ask: Ask) {
  const data = callTo(NODE_INTERFACE, method, params)
  if (data !== null) {
    const [, , posted] = decodeFunctionData({ abi: nodeAbi, data }).args
    const result = [BigInt(size(posted)) * gasPerByte, 0n, 0n] as const
    return encodeFunctionResult({ abi: nodeAbi, functionName: 'gasEstimateL1Component', result })
  }
  if (method === 'eth_estimateGas') {
    const estimate = hexToBigInt(await ask(method, params))
    return numberToHex(estimate + BigInt(size(dataOf(params[0]))) * gasPerByte)
  }
  if (method !== 'eth_sendRawTransaction') return undefined
  const { gas = 0n, data: posted = '0x' } = parseTransaction(params[0] as Hex)
  if (gas < BigInt(size(posted)) * gasPerByte + INTRINSIC_GAS) throw new Refused('intrinsic gas too low')
  return undefined
}

function answerProbe({ p256 }: StubbedPrices, { method, params = [] }: RpcRequest): Hex | undefined {
  const data = callTo(P256_PRECOMPILE, method, params)
  const answer = data === null ? undefined : p256(data)
  if (answer === 'fails') throw new Refused('execution reverted')
  return answer
}

/** The data of a call to an address; null for every other request. */
function callTo(address: string, method: string, [call]: unknown[]): Hex | null {
  if (method !== 'eth_call') return null
  return (call as { to?: string }).to?.toLowerCase() === address ? dataOf(call) : null
}

function dataOf(call: unknown): Hex {
  const { data, input } = call as { data?: Hex; input?: Hex }
  return data ?? input ?? '0x'
}

async function forward(url: string, { id, method, params = [] }: RpcRequest): Promise<object> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id, method, params }),
  })
  return (await response.json()) as object
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request.setEncoding('utf8')) text += String(part)
  return text
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}
