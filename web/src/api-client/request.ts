import { createEntente, type EntenteOptions } from '../../../client/client.ts'
import { EntenteProblem, EntenteUnreachable } from '../../../client/problem.ts'
import { Problem } from './problem.ts'

/** How pages ask: once, and not for long, because whoever waits sees it and can ask again. */
export const PAGE_OPTIONS = {
  baseUrl: '',
  cache: 'no-store',
  triesMax: 1,
  timeoutMs: 15_000,
  idempotencyKeys: false,
} as const satisfies EntenteOptions

/** The server of this page, asked as the member who is signed in here. */
export const server = createEntente({ ...PAGE_OPTIONS, credentials: 'same-origin' })

/** What the server answers. A refusal is thrown as a `Problem`, in the words that pages know. */
export async function dataOf<Data>(asked: Promise<{ data: Data }>): Promise<Data> {
  try {
    return (await asked).data
  } catch (error) {
    if (error instanceof EntenteUnreachable) throw new Problem('offline', 0, { cause: String(error.cause) })
    if (!(error instanceof EntenteProblem)) throw error
    // What is between us and the server may answer for it.
    const code = error.code.startsWith('http_') ? 'internal_error' : error.code
    throw new Problem(code, error.status, error.details, error.message)
  }
}
