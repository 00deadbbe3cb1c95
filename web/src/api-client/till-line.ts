import { Problem } from './problem.ts'

/** One request and its answer, for developers of tills. */
export interface Exchange {
  readonly at: Date
  readonly method: string
  readonly path: string
  readonly idempotencyKey: string | null
  readonly body: unknown
  /** 0: nothing answered. */
  readonly status: number
  readonly ms: number
  readonly answer: unknown
}

/** How a till reaches the server. */
export interface TillLine {
  readonly key: string
  readonly onExchange: (exchange: Exchange) => void
}

const ANSWER_MS_MAX = 15_000

interface Asked {
  readonly method?: 'GET' | 'POST'
  readonly body?: unknown
  readonly idempotencyKey?: string
}

/** Asks the server as the till. A refusal is thrown as a `Problem`. */
export async function askAsTill<Answered>(line: TillLine, path: string, asked: Asked = {}): Promise<Answered> {
  const { method = 'GET', body, idempotencyKey } = asked
  const at = new Date()
  const began = performance.now()
  const note = (status: number, answer: unknown) => {
    const ms = Math.round(performance.now() - began)
    line.onExchange({
      at,
      method,
      path,
      idempotencyKey: idempotencyKey ?? null,
      body: body ?? null,
      status,
      ms,
      answer,
    })
  }
  let response: Response
  try {
    response = await fetch(path, {
      method,
      // A member may be signed in at the same browser: a till is not them.
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
      headers: {
        authorization: `Bearer ${line.key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  } catch (error) {
    note(0, null)
    throw new Problem('offline', 0, { cause: String(error) })
  }
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  const answer: unknown = isJson ? await response.json() : null
  note(response.status, answer)
  if (response.ok) return answer as Answered
  const { code = 'internal_error', details } = (answer ?? {}) as { code?: string; details?: Record<string, unknown> }
  throw new Problem(code, response.status, details)
}

/** Sends something as the till; the key makes repeating it harmless. */
export function postAsTill<Answered>(
  line: TillLine,
  path: string,
  body: unknown,
  idempotencyKey?: string,
): Promise<Answered> {
  return askAsTill(line, path, { method: 'POST', body, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) })
}
