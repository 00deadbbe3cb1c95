import { Problem } from './problem.ts'

/** How long an answer may take before the page says that nothing answers. */
const ANSWER_MS_MAX = 15_000

interface Asked {
  method?: 'GET' | 'POST' | 'DELETE'
  body?: unknown
  headers?: Readonly<Record<string, string>>
}

async function send(path: string, { method = 'GET', body, headers = {} }: Asked): Promise<Response> {
  try {
    return await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  } catch (error) {
    throw new Problem('offline', 0, { cause: String(error) })
  }
}

interface ProblemBody {
  code?: string
  details?: Record<string, unknown>
}

/** What is between us and the server may answer for it, and not in JSON. */
async function readProblem(response: Response): Promise<Problem> {
  const isProblem = response.headers.get('content-type')?.includes('json') ?? false
  const body = isProblem ? ((await response.json()) as ProblemBody) : {}
  return new Problem(body.code ?? 'internal_error', response.status, body.details)
}

/** Asks the server, as the member who is signed in here. A refusal is thrown as a `Problem`. */
export async function request<Answered>(path: string, asked: Asked = {}): Promise<Answered> {
  const response = await send(path, asked)
  if (!response.ok) throw await readProblem(response)
  return (response.status === 204 ? undefined : await response.json()) as Answered
}
