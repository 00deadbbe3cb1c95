import type { components } from './schema.ts'

/** The problem details of an answer (RFC 9457). */
type ProblemBody = components['schemas']['Problem']

/** The stable codes of docs/errors.md; `http_502` and the like where something in between answered for the server. */
export type ProblemCode = ProblemBody['code'] | `http_${number}`

/** The server refused: branch on `code`. */
export class EntenteProblem extends Error {
  override readonly name = 'EntenteProblem'
  readonly status: number
  readonly code: ProblemCode
  /** The offending values. */
  readonly details: Readonly<Record<string, unknown>>
  /** Each fault of a malformed request. */
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[]
  /** Names the request in the server's log. */
  readonly requestId: string | null

  constructor(response: Response, body: Partial<ProblemBody>) {
    const { code = `http_${response.status}` as const, details = {}, errors = [] } = body
    super(`${sentenceOf(body)} (${code})`)
    this.status = response.status
    this.code = code
    this.details = details
    this.errors = errors
    this.requestId = response.headers.get('X-Request-Id')
  }
}

/** Nobody answers, or not as Entente does. What was asked may have been done. */
export class EntenteUnreachable extends Error {
  override readonly name = 'EntenteUnreachable'

  constructor(baseUrl: string, { cause }: { cause: unknown }) {
    const why = cause instanceof Error ? cause.message : String(cause)
    super(`No Entente server answers at ${baseUrl} (${why})`, { cause })
  }
}

/** What the server said, with each fault that it found. */
function sentenceOf({ title = 'The server refused', detail = '', details = {}, errors = [] }: Partial<ProblemBody>) {
  const faults = errors.map((error) => `${error.pointer} ${error.detail}`)
  const facts = Object.entries(details).map(([name, value]) => `${name} ${JSON.stringify(value)}`)
  const said = [...faults, ...facts].join('; ')
  return `${title}: ${said === '' ? detail : said}`
}

/** Whether the server itself answers; a proxy in between does so in HTML. */
export function isProblem(response: Response): boolean {
  return response.headers.get('Content-Type')?.includes('application/problem+json') ?? false
}

/** The problem that a response carries. */
export async function readProblem(response: Response): Promise<EntenteProblem> {
  return new EntenteProblem(response, isProblem(response) ? ((await response.json()) as Partial<ProblemBody>) : {})
}
