/** One question to an RPC endpoint. */
export interface Question {
  readonly method: string
  readonly params: readonly unknown[]
}

/** What answers questions about a chain. Answers are what the endpoint said, unchecked. */
export interface Rpc {
  /** Throws `RpcRefused` where the endpoint says no, and `RpcUnreachable` where it says nothing. */
  ask(method: string, params: readonly unknown[]): Promise<unknown>
  /** The answers to many questions, in their order; throws where one of them would. */
  askAll(questions: readonly Question[]): Promise<unknown[]>
}

/** The endpoint answered, and refused: asking again changes nothing. */
export class RpcRefused extends Error {
  override name = 'RpcRefused'
  readonly code: number
  readonly method: string

  constructor(method: string, code: number, message: string) {
    super(`${method}: ${message} (${code})`)
    this.code = code
    this.method = method
  }
}

/** The endpoint could not be asked, however often it was tried. */
export class RpcUnreachable extends Error {
  override name = 'RpcUnreachable'
}

/** May be tried again: the network, a full server, a limit of calls. */
class TryAgain extends Error {
  readonly afterMs: number | null

  constructor(message: string, afterMs: number | null = null) {
    super(message)
    this.afterMs = afterMs
  }
}

export interface HttpRpcOptions {
  readonly url: string
  /** Milliseconds that one request may take. */
  readonly timeoutMs?: number
  readonly triesMax?: number
  readonly sleep?: (ms: number) => Promise<unknown>
}

const TIMEOUT_MS = 30_000
const TRIES_MAX = 8
const BACK_OFF_MS = 250
const BACK_OFF_MAX_MS = 20_000
/** Questions in one HTTP request. Providers allow 100 or more. */
export const BATCH_MAX = 50
/** JSON-RPC codes of "too many requests": EIP-1474's limit, and what providers send beside HTTP 429. */
const LIMIT_CODES = new Set([-32_005, 429, -32_029])

interface Reply {
  readonly id: number
  readonly result?: unknown
  readonly error?: { readonly code?: number; readonly message?: string }
}

/** An endpoint reached over HTTP, asked again with growing pauses where it is busy. */
export function httpRpc(options: HttpRpcOptions): Rpc {
  const { url, timeoutMs = TIMEOUT_MS, triesMax = TRIES_MAX, sleep = wait } = options
  const askMany = (questions: readonly Question[]) =>
    persist(() => post(url, questions, timeoutMs), { triesMax, sleep, what: questions[0]?.method ?? 'nothing' })
  return {
    async ask(method, params) {
      const [answer] = await askMany([{ method, params }])
      return answer
    },
    async askAll(questions) {
      const answers: unknown[] = []
      for (let at = 0; at < questions.length; at += BATCH_MAX)
        answers.push(...(await askMany(questions.slice(at, at + BATCH_MAX))))
      return answers
    },
  }
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function persist<T>(
  attempt: () => Promise<T>,
  { triesMax, sleep, what }: { triesMax: number; sleep: (ms: number) => Promise<unknown>; what: string },
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof TryAgain)) throw error
      if (tries >= triesMax)
        throw new RpcUnreachable(`${what}: ${error.message}, after ${tries} tries`, { cause: error })
      await sleep(Math.min(error.afterMs ?? BACK_OFF_MS * 2 ** (tries - 1), BACK_OFF_MAX_MS))
    }
  }
}

async function post(url: string, questions: readonly Question[], timeoutMs: number): Promise<unknown[]> {
  const calls = questions.map(({ method, params }, id) => ({ jsonrpc: '2.0', id, method, params }))
  const response = await send(url, JSON.stringify(calls.length === 1 ? calls[0] : calls), timeoutMs)
  if (response.status === 429 || response.status >= 500)
    throw new TryAgain(`HTTP ${response.status}`, retryAfterMs(response.headers))
  const body = parse(response.text, response.status)
  const replies = Array.isArray(body) ? (body as Reply[]) : [body as Reply]
  // Where a whole array is refused, one error comes for all of it.
  if (!Array.isArray(body) && questions.length > 1) throwError(questions[0]?.method ?? '', body as Reply)
  const byId = new Map(replies.map((reply) => [reply.id, reply]))
  return questions.map(({ method }, id) => {
    const reply = byId.get(id)
    if (reply === undefined) throw new TryAgain('an answer is missing')
    if (reply.error !== undefined) throwError(method, reply)
    return reply.result
  })
}

async function send(url: string, body: string, timeoutMs: number) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    })
    return { status: response.status, headers: response.headers, text: await response.text() }
  } catch (error) {
    throw new TryAgain(error instanceof Error ? error.message : String(error))
  }
}

function parse(text: string, status: number): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new TryAgain(`HTTP ${status}, and no JSON`)
  }
}

function throwError(method: string, { error }: Reply): never {
  const code = error?.code ?? 0
  const message = error?.message ?? 'refused'
  // Some providers say -32005 of a range that has too many logs as well, where only a shorter one helps.
  if (LIMIT_CODES.has(code) && !/range|results|logs|block/i.test(message)) throw new TryAgain(message)
  throw new RpcRefused(method, code, message)
}

function retryAfterMs(headers: Headers): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) ? seconds * 1_000 : null
}
