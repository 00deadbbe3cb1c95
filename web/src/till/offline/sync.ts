import { Problem } from '../../api-client/problem.ts'
import type { SyncVerdict } from './purchase-queue.ts'
import type { QueuedPurchase, Refusal } from './queued-purchase.ts'

/** So many are sent at once: few enough that a slow network gets one list through. */
export const SENT_AT_ONCE_MAX = 25

/** What the server says of one purchase: settled, or to be asked again. */
export type Answered = SyncVerdict | { readonly state: 'later' }

export interface SyncSteps {
  /** The oldest that wait, noted as sent: all of customers, or all slips. */
  readonly take: (countMax: number) => Promise<readonly QueuedPurchase[]>
  /** Sends purchases of customers, and answers in their order. */
  readonly sendPurchases: (purchases: readonly QueuedPurchase[]) => Promise<readonly Answered[]>
  /** Sends slips, and answers in their order. */
  readonly sendSlips: (slips: readonly QueuedPurchase[]) => Promise<readonly Answered[]>
  readonly settle: (verdicts: readonly { seq: number; verdict: SyncVerdict }[]) => Promise<void>
}

/**
 * emptied: nothing waits any more. unreached: later, by itself. stopped: the server takes nothing from this till until a person does
 * something, for a withdrawn key before all.
 */
export type SyncOutcome =
  | { readonly kind: 'emptied' }
  | { readonly kind: 'unreached' }
  | { readonly kind: 'stopped'; readonly refusal: Refusal }

/** Refusals of a single purchase that pass by themselves. */
const PASSING = ['too_many_requests', 'service_unavailable', 'internal_error', 'budget_used_up']

/** What a listed problem means for its purchase. */
export function judgeRefusal({ code, details = {} }: { code: string; details?: Refusal['details'] }): Answered {
  return PASSING.includes(code) ? { state: 'later' } : { state: 'attention', refusal: { code, details } }
}

function outcomeOfFailure(error: unknown): SyncOutcome {
  if (!(error instanceof Problem)) throw error
  if (error.mayPass || error.code === 'too_many_requests') return { kind: 'unreached' }
  return { kind: 'stopped', refusal: { code: error.code, details: error.details } }
}

/**
 * Sends what waits, oldest first, until nothing does or the server is not there. It may be killed anywhere: what was sent and not noted
 * as settled is sent again under the same reference, and the server answers as the first time.
 */
export async function syncAll(steps: SyncSteps, isStopping: () => boolean = () => false): Promise<SyncOutcome> {
  while (!isStopping()) {
    const run = await steps.take(SENT_AT_ONCE_MAX)
    if (run.length === 0) return { kind: 'emptied' }
    const send = run[0]?.slip === null ? steps.sendPurchases : steps.sendSlips
    let answers: readonly Answered[]
    try {
      answers = await send(run)
    } catch (error) {
      return outcomeOfFailure(error)
    }
    // Each answer belongs to its purchase, or none is believed.
    if (answers.length !== run.length) return { kind: 'unreached' }
    const verdicts = run.flatMap(({ seq }, at) => {
      const verdict = answers[at]
      return verdict === undefined || verdict.state === 'later' ? [] : [{ seq, verdict }]
    })
    await steps.settle(verdicts)
    if (verdicts.length < run.length) return { kind: 'unreached' }
  }
  return { kind: 'unreached' }
}

const WAIT_FIRST_MS = 1_000
/** A till that was long without network notices within half a minute that it is back. */
export const WAIT_MAX_MS = 30_000

/** How long to wait after so many failures in a row: twice as long each time, and not all tills of a shop at the same moment. */
export function waitMs(failures: number, chance: number): number {
  const full = Math.min(WAIT_MAX_MS, WAIT_FIRST_MS * 2 ** Math.min(failures, 10))
  return Math.round(full * (0.5 + chance / 2))
}
