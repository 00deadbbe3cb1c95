import { type Address, createPublicClient, custom, http, type PublicClient, type Transport } from 'viem'

import { assert } from '../domain/assert.ts'
import { type FeeTerms, PLAIN_FEE_TERMS } from '../domain/fees.ts'
import { StartRefused } from '../domain/start-refused.ts'
import { ChainError, type ChainErrorKind, classifyChainError, EndpointsDisagree, QuorumMissing } from './chain-error.ts'

/** Where the contracts of a coalition are. */
export interface ContractAddresses {
  accessManager: Address
  token: Address
  registry: Address
  issuance: Address
  redemption: Address
  accounts: Address
  /** Null: the contracts were deployed before there was one, and `deploy` was not run since. */
  clearing: Address | null
  /** The same of the anchors of the archive's log. */
  logAnchors: Address | null
}

/** An EIP-1193 request function: how tests hand in a chain of their own. */
export type Eip1193Request = (args: { method: string; params?: unknown }) => Promise<unknown>

/** One RPC endpoint; nothing that it says counts before it has shown that it serves the right chain. */
export interface Endpoint {
  name: string
  client: PublicClient
  isChecked: boolean
}

/** Endpoints of one chain, before its contracts are known. */
export interface Connection {
  chainId: number
  endpoints: readonly Endpoint[]
  /** So many endpoints must give the same answer before anything is decided on it. */
  quorum: number
  /** How the chain charges for transactions. */
  fees: FeeTerms
  retry: RetryPolicy
  /** Told that fewer answered. */
  onQuorumMissing: () => void
}

/** The chain and the contracts on it: what every function in this folder takes first. */
export interface Chain extends Connection {
  addresses: ContractAddresses
}

/** How often and how long a read is tried; `sleep` and `random` are arguments so that a simulation decides. */
export interface RetryPolicy {
  roundsMax: number
  pauseMs: number
  sleep(ms: number): Promise<void>
  /** A number from 0 up to 1. */
  random(): number
}

/** Told of each request that an endpoint failed at or refused: what that means, and which endpoint, counted from 0. */
export type OnRpcError = (kind: ChainErrorKind, endpointIndex: number) => void

/** What a connection is made of. A string is an HTTP URL. */
export interface ConnectionOptions {
  endpoints: readonly (string | Eip1193Request)[]
  chainId: number
  /** Without it: more than half of the endpoints. */
  quorum?: number | undefined
  /** Without it: a chain that charges for gas and nothing else. */
  fees?: FeeTerms
  timeoutMs?: number
  retry?: Partial<RetryPolicy>
  onError?: OnRpcError
  onQuorumMissing?: () => void
}

const TIMEOUT_MS = 10_000
const DEFAULT_RETRY: RetryPolicy = {
  roundsMax: 3,
  pauseMs: 200,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
}

/** Connects to a chain whose contracts are not known yet. Refuses an endpoint that serves another chain. */
export async function connectChain(options: ConnectionOptions): Promise<Connection> {
  const { timeoutMs = TIMEOUT_MS, onError = () => undefined, onQuorumMissing = () => undefined } = options
  const endpoints = options.endpoints.map((source, index) =>
    openEndpoint(source, index, { timeoutMs, onError: (kind) => onError(kind, index) }),
  )
  const { chainId, quorum = majorityOf(endpoints.length), fees = PLAIN_FEE_TERMS } = options
  assert(quorum >= 1 && quorum <= endpoints.length, 'a quorum is one that the endpoints can reach')
  const retry = { ...DEFAULT_RETRY, ...options.retry }
  const connection = { chainId, endpoints, quorum, fees, retry, onQuorumMissing }
  await readFromAll(connection, async () => null)
  return connection
}

/** More than half: two halves that are cut off from each other cannot both go on. */
export function majorityOf(endpoints: number): number {
  return Math.floor(endpoints / 2) + 1
}

/** Connects to the chain on which the contracts are. */
export async function createChain(options: ConnectionOptions & { addresses: ContractAddresses }): Promise<Chain> {
  return { ...(await connectChain(options)), addresses: options.addresses }
}

/** Asks the first endpoint that answers; transient failures go on to the next one, a bounded number of rounds. */
export async function readFromFirst<T>(connection: Connection, read: (client: PublicClient) => Promise<T>): Promise<T> {
  let last = new ChainError('transient', 'There is no RPC endpoint.', undefined)
  for (let round = 0; round < connection.retry.roundsMax; round++) {
    if (round > 0) await pause(connection.retry, round)
    for (const endpoint of connection.endpoints) {
      try {
        return await readFrom(connection, endpoint, read)
      } catch (error) {
        if (error instanceof StartRefused) throw error
        last = classifyChainError(error)
        // What a contract or a node refused is refused everywhere: another endpoint must not be asked to overrule it.
        if (last.kind !== 'transient') throw last
      }
    }
  }
  throw last
}

/**
 * Asks every endpoint until, in one round, so many answer (one, unless said otherwise), and returns the answers by endpoint name.
 * A refusal counts as soon as so many refuse: a single endpoint does not decide that either.
 */
export async function readFromAll<T>(
  connection: Connection,
  read: (client: PublicClient) => Promise<T>,
  { question = '', answersMin = 1 }: { question?: string; answersMin?: number } = {},
): Promise<Map<string, T>> {
  const names = connection.endpoints.map(({ name }) => name)
  let answers = new Map<string, T>()
  let last = new ChainError('transient', 'There is no RPC endpoint.', undefined)
  for (let round = 0; round < connection.retry.roundsMax; round++) {
    if (round > 0) await pause(connection.retry, round)
    const outcomes = await Promise.allSettled(connection.endpoints.map((each) => readFrom(connection, each, read)))
    answers = new Map(
      outcomes.flatMap((each, at) => (each.status === 'fulfilled' ? [[names[at] ?? '', each.value]] : [])),
    )
    const failures = outcomes.flatMap((each) => (each.status === 'rejected' ? [failureOf(each.reason)] : []))
    if (answers.size >= answersMin) return answers
    const refusals = failures.filter(({ kind }) => kind !== 'transient')
    if (refusals.length >= answersMin) throw refusals.at(-1) ?? last
    last = failures.at(-1) ?? last
  }
  if (answersMin === 1) throw last
  connection.onQuorumMissing()
  throw new QuorumMissing(question, { answered: answers.size, endpoints: names.length, quorum: answersMin })
}

/** What an endpoint's failure means; that it serves another chain is said at once. */
function failureOf(reason: unknown): ChainError {
  if (reason instanceof StartRefused) throw reason
  return classifyChainError(reason)
}

/**
 * Asks every endpoint and takes the answer only if as many as must agree gave one, and all that did gave the same. `show` makes it
 * comparable. While fewer answer, nothing is decided: one that is left alone may be the one that lies.
 */
export async function readAgreed<T>(
  connection: Connection,
  question: string,
  read: (client: PublicClient) => Promise<T>,
  show: (answer: T) => string,
): Promise<T> {
  const answers = [...(await readFromAll(connection, read, { question, answersMin: connection.quorum }))]
  const [first] = answers
  assert(first !== undefined, 'some endpoint answered')
  // Making answers comparable may cost more than reading them: of one there is nothing to compare.
  if (answers.length === 1) return first[1]
  const shown = new Set(answers.map(([, answer]) => show(answer)))
  if (shown.size > 1) {
    throw new EndpointsDisagree(question, Object.fromEntries(answers.map(([name, answer]) => [name, show(answer)])))
  }
  return first[1]
}

async function readFrom<T>(
  connection: Connection,
  endpoint: Endpoint,
  read: (client: PublicClient) => Promise<T>,
): Promise<T> {
  if (!endpoint.isChecked) {
    const actual = await endpoint.client.getChainId()
    if (actual !== connection.chainId) throw wrongChain(endpoint.name, connection.chainId, actual)
    endpoint.isChecked = true
  }
  return read(endpoint.client)
}

function wrongChain(endpoint: string, expected: number, actual: number): StartRefused {
  const sentence = `The RPC endpoint ${endpoint} serves chain ${actual}, but Entente is set to chain ${expected}.`
  return new StartRefused('chain_id_wrong', `${sentence} Correct RPC_URL or CHAIN_ID.`)
}

function openEndpoint(
  source: string | Eip1193Request,
  index: number,
  { timeoutMs, onError }: { timeoutMs: number; onError: (kind: ChainErrorKind) => void },
): Endpoint {
  // Retries are ours, so that a refusal is never repeated and a simulation sees every request once. CCIP reads would
  // let a contract send us to any URL.
  const transport =
    typeof source === 'string'
      ? http(source, { timeout: timeoutMs, retryCount: 0 })
      : custom(
          { request: (args: Parameters<Eip1193Request>[0]) => withTimeout(source(args), timeoutMs) },
          { retryCount: 0 },
        )
  const name = typeof source === 'string' ? `${index + 1} (${new URL(source).host})` : `${index + 1}`
  const client = createPublicClient({ transport: observed(transport, onError), ccipRead: false, cacheTime: 0 })
  return { name, client, isChecked: false }
}

/** Here and not where answers are judged, because there a failed endpoint may already have been made up for. */
function observed(transport: Transport, onError: (kind: ChainErrorKind) => void): Transport {
  return (options) => {
    const inner = transport(options)
    const request: typeof inner.request = async (...args) => {
      try {
        return await inner.request(...args)
      } catch (error) {
        onError(classifyChainError(error).kind)
        throw error
      }
    }
    return { ...inner, request }
  }
}

async function withTimeout<T>(answer: Promise<T>, timeoutMs: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => reject(new ChainError('transient', `The RPC endpoint did not answer within ${timeoutMs} ms.`, undefined)),
    timeoutMs,
  )
  try {
    return await Promise.race([answer, promise])
  } finally {
    clearTimeout(timer)
  }
}

// Full jitter: many processes that failed together must not come back together.
async function pause(retry: RetryPolicy, round: number): Promise<void> {
  await retry.sleep(retry.pauseMs * 2 ** (round - 1) * (0.5 + retry.random() / 2))
}
