import { isProblem } from './problem.ts'

/** How long and how often a client tries. */
export interface Patience {
  /** Tries of one request, the first included. */
  readonly triesMax: number
  /** How long one try may take. */
  readonly timeoutMs: number
  /** The wait after the first try; each later one is twice as long. */
  readonly retryMs: number
  /** Whether a request whose answer was lost may be sent again. */
  readonly mayRepeat: (request: Request) => boolean
}

const RETRY_MS_MAX = 5_000
/** A server that asks for a longer wait than this is not waited for: its problem is thrown. */
export const RETRY_AFTER_MS_MAX = 60_000

/** Statuses of what stands between us and the server: it may have been reached, or not. */
const LOST_ON_THE_WAY = new Set([408, 425, 502, 503, 504])

/** Reading changes nothing, ending something twice neither, and a keyed request is done once. */
function isSafeToRepeat(request: Request): boolean {
  return request.method !== 'POST' || request.headers.has('Idempotency-Key')
}

/** Fills in what was left out. */
export function readPatience({
  triesMax = 4,
  timeoutMs = 30_000,
  retryMs = 250,
  mayRepeat = isSafeToRepeat,
}: Partial<Patience>): Patience {
  return { triesMax, timeoutMs, retryMs, mayRepeat }
}

/** The server says that it did nothing, and when to come again. */
function isPutOff(response: Response): boolean {
  return (response.status === 429 || response.status === 503) && isProblem(response)
}

function waitFor(tries: number, answer: Response | null, { retryMs }: Patience): number {
  const backoffMs = Math.min(retryMs * 2 ** (tries - 1), RETRY_MS_MAX)
  const askedMs = Number(answer?.headers.get('Retry-After') ?? 0) * 1_000
  return Number.isFinite(askedMs) ? Math.max(backoffMs, askedMs) : backoffMs
}

/**
 * Sends a request, and sends it again while that is safe: what the server put off, always; what got no answer, or one of
 * something in between, only where a repetition does no harm.
 */
export async function fetchPatiently(
  request: Request,
  send: (request: Request) => Promise<Response>,
  patience: Patience,
): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(patience.timeoutMs)])
    const answer = await send(new Request(request.clone(), { signal })).catch((error: unknown) => {
      if (tries >= patience.triesMax || request.signal.aborted || !patience.mayRepeat(request)) throw error
      return null
    })
    const isLost = answer === null || LOST_ON_THE_WAY.has(answer.status)
    const isRepeated = answer !== null && isPutOff(answer) ? true : isLost && patience.mayRepeat(request)
    const waitMs = waitFor(tries, answer, patience)
    if (answer !== null && (!isRepeated || tries >= patience.triesMax || waitMs > RETRY_AFTER_MS_MAX)) return answer
    // A connection is given back once its answer is read.
    await answer?.arrayBuffer()
    await new Promise((resolve) => setTimeout(resolve, waitMs))
  }
}
