import { createEntente, type EntenteClient } from '../../../client/client.ts'
import { PAGE_OPTIONS } from './request.ts'

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
  /** Answers in place of the server, where nothing may be recorded: in training. */
  readonly answer?: (request: Request) => Promise<Response>
}

async function readBody(message: Request | Response): Promise<unknown> {
  const isJson = message.headers.get('content-type')?.includes('json') ?? false
  return isJson ? message.clone().json() : null
}

/** Sends a request and shows it with what came back. */
async function sendShown({ onExchange, answer = fetch }: TillLine, request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const asked = {
    at: new Date(),
    method: request.method,
    path: pathname + search,
    idempotencyKey: request.headers.get('idempotency-key'),
    body: await readBody(request),
  }
  const began = performance.now()
  const show = (status: number, answer: unknown) => {
    onExchange({ ...asked, status, ms: Math.round(performance.now() - began), answer })
  }
  try {
    const response = await answer(request)
    show(response.status, await readBody(response))
    return response
  } catch (error) {
    show(0, null)
    throw error
  }
}

/** The server, asked as the till. */
export function asTill(line: TillLine): EntenteClient {
  return createEntente({
    ...PAGE_OPTIONS,
    apiKey: line.key,
    // A member may be signed in at the same browser: a till is not them.
    credentials: 'omit',
    fetch: (request) => sendShown(line, request),
  })
}
