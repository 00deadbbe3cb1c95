import { BaseError, type Hex, HttpRequestError, isHex, RpcRequestError, TimeoutError } from 'viem'

import { decodeRevert, type Revert } from './decode-revert.ts'

/**
 * What an endpoint's refusal means. `transient`: another time or another endpoint may answer. `nonce_too_low` and
 * `already_known` are questions, never results. `state_missing`: the endpoint knows the block and no longer its state.
 * `refused`: the same request will be refused again.
 */
export type ChainErrorKind =
  | 'transient'
  | 'nonce_too_low'
  | 'nonce_too_high'
  | 'already_known'
  | 'underpriced'
  | 'insufficient_funds'
  | 'reverted'
  | 'state_missing'
  | 'refused'

/** An endpoint did not do what it was asked; `kind` says what that means, `revert` what the contract said. */
export class ChainError extends Error {
  override readonly name = 'ChainError'
  readonly kind: ChainErrorKind
  readonly revert: Revert | null

  constructor(kind: ChainErrorKind, message: string, cause: unknown, revert: Revert | null = null) {
    super(message, { cause })
    this.kind = kind
    this.revert = revert
  }
}

/** Reachable endpoints gave different answers to a question that has one answer. Nothing may be decided on either. */
export class EndpointsDisagree extends Error {
  override readonly name = 'EndpointsDisagree'
  readonly question: string
  readonly answers: Readonly<Record<string, string>>

  constructor(question: string, answers: Readonly<Record<string, string>>) {
    super(`The RPC endpoints disagree about ${question}: ${JSON.stringify(answers)}. Remove the one that is wrong.`)
    this.question = question
    this.answers = answers
  }
}

/** Fewer endpoints answered than must agree. Nothing may be decided on the word of those that did. */
export class QuorumMissing extends ChainError {
  constructor(
    question: string,
    { answered, endpoints, quorum }: { answered: number; endpoints: number; quorum: number },
  ) {
    super(
      'transient',
      `${answered} of ${endpoints} RPC endpoints answered about ${question}; ${quorum} must agree.`,
      null,
    )
  }
}

// Wordings of geth, anvil, EDR, Nethermind, Besu, Erigon and Reth. The order matters: a replacement that is underpriced
// must not be read as known, and "nonce too low" of EDR also contains a number.
const WORDINGS: readonly (readonly [ChainErrorKind, RegExp])[] = [
  ['underpriced', /underpriced|replacement ?not ?allowed|fee ?too ?low|gas price too low|tip.* too low/i],
  ['underpriced', /max ?fee ?per ?gas.*(less than|too low|below).*base ?fee|below base fee/i],
  ['already_known', /already known|already imported|alreadyknown|known transaction|transaction already/i],
  ['nonce_too_low', /nonce (is )?too low|oldnonce|nonce below|invalid nonce.*low/i],
  ['nonce_too_high', /nonce (is )?too high|noncegap|nonce gap/i],
  ['insufficient_funds', /insufficient ?funds|enough funds|upfront cost exceeds|out ?of ?funds/i],
  ['reverted', /execution reverted|reverted with|revert(ed)?\b|VM Exception/i],
  ['transient', /rate limit|too many requests|limit exceeded|time(d)? ?out|temporar|unavailable|overload/i],
  ['state_missing', /missing trie node|historical state|state (is |has been )?(not available|unavailable|pruned)/i],
  // A block that a reorg took away: EDR and anvil have their own words for it.
  ['transient', /invalid block tag|block ?out ?of ?range|block could not be found/i],
  ['transient', /header not found|block not found|unknown block|internal error|try again/i],
]

// -32005 and -32007: rate limits; -32001 and -32002: resource missing or busy, as a lagging node says.
const TRANSIENT_CODES = new Set([-32005, -32007, -32002, -32001, 429])
const EXECUTION_REVERTED_CODE = 3

/** The one place that reads what an endpoint's error means. */
export function classifyChainError(error: unknown): ChainError {
  if (error instanceof ChainError) return error
  const text = describeError(error)
  const data = revertDataOf(error)
  if (data !== null) {
    const revert = decodeRevert(data)
    return new ChainError('reverted', `The call reverts: ${revert.name}`, error, revert)
  }
  if (codesOf(error).includes(EXECUTION_REVERTED_CODE)) return new ChainError('reverted', text, error)
  if (isBelowKeptStates(text)) return new ChainError('state_missing', text, error)
  const wording = WORDINGS.find(([, pattern]) => pattern.test(text))
  if (wording !== undefined) return new ChainError(wording[0], text, error)
  if (codesOf(error).some((code) => TRANSIENT_CODES.has(code))) return new ChainError('transient', text, error)
  // A node that answered with a code of its own has understood and refused; everything else never reached one.
  return new ChainError(isAnswerOfNode(error) ? 'refused' : 'transient', text, error)
}

/** Whether a read failed because the endpoint no longer has the state of the block that was asked for. */
export function readIsStateMissing(error: unknown): boolean {
  return error instanceof ChainError && error.kind === 'state_missing'
}

/** What the endpoints gave different answers about; null where something else went wrong. */
export function readDisagreement(error: unknown): string | null {
  return error instanceof EndpointsDisagree ? error.question : null
}

/** Whether too few endpoints answered for anything to be decided. */
export function readIsQuorumMissing(error: unknown): boolean {
  return error instanceof QuorumMissing
}

/** anvil says the same of a block above its head and of one whose state it has dropped; only the numbers tell. */
function isBelowKeptStates(text: string): boolean {
  const [, height, requested] = /block height is (\d+) but requested was (\d+)/.exec(text) ?? []
  return height !== undefined && requested !== undefined && BigInt(requested) <= BigInt(height)
}

function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = []
  // Ten levels are more than any client wraps; the limit keeps a cause that names itself from looping.
  for (let cause = error; cause !== undefined && cause !== null && causes.length < 10;) {
    causes.push(cause)
    cause = typeof cause === 'object' && 'cause' in cause ? cause.cause : undefined
  }
  return causes
}

function describeError(error: unknown): string {
  const parts = causesOf(error).map((cause) => {
    if (cause instanceof BaseError) return cause.details !== '' ? cause.details : cause.shortMessage
    return cause instanceof Error ? cause.message : JSON.stringify(cause)
  })
  return [...new Set(parts)].join(' | ')
}

function codesOf(error: unknown): number[] {
  return causesOf(error)
    .map((cause) => (typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined))
    .filter((code) => typeof code === 'number')
}

function isAnswerOfNode(error: unknown): boolean {
  if (!(error instanceof BaseError)) return codesOf(error).length > 0
  if (error.walk((cause) => cause instanceof HttpRequestError || cause instanceof TimeoutError) !== null) return false
  return error.walk((cause) => cause instanceof RpcRequestError) !== null || codesOf(error).some((code) => code !== -1)
}

/** Revert data as geth and anvil (`data: '0x..'`) and EDR (`data: { data: '0x..' }`) give it. */
function revertDataOf(error: unknown): Hex | null {
  for (const cause of causesOf(error)) {
    if (typeof cause !== 'object' || cause === null || !('data' in cause)) continue
    const data = cause.data
    if (isHex(data)) return data
    if (typeof data === 'object' && data !== null && 'data' in data && isHex(data.data)) return data.data
  }
  return null
}
