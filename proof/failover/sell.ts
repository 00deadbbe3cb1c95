import { setTimeout as pause } from 'node:timers/promises'

/** What one purchase is asked for with: the same in every try. */
export interface Asked {
  readonly orderRef: string
  readonly memberId: string
  readonly points: number
}

/** An answer that a till does not get from a server that only is out of reach for a while. */
export interface WrongAnswer {
  readonly orderRef: string
  readonly status: number
  readonly body: string
}

/** Tills that sell without end. */
export interface Selling {
  /** What was answered 2xx. */
  readonly accepted: readonly Asked[]
  readonly wrong: readonly WrongAnswer[]
  /** Tries by what came of them: a status, or why none came. */
  readonly tries: Readonly<Record<string, number>>
  /** The longest time in seconds between two purchases that were accepted, since a moment of `performance.now()`. */
  longestGapSince(began: number): number
  /** Lets the tills stand still until the returned function is called. */
  hold(): Promise<() => void>
  /** Each till sells what it has begun to, and stops. */
  stop(): Promise<void>
}

const TILLS = 8
const BETWEEN_SALES_MS = 100
const ANSWER_MS_MAX = 10_000
const RETRY_MS = 500
const POINTS_MAX = 97

/** Sells at these servers, each till at one of them, to these members. A till repeats a purchase with its key until it is accepted, as tills do. */
export function startSelling({
  urls,
  key,
  memberIds,
}: {
  urls: readonly string[]
  key: string
  memberIds: readonly string[]
}): Selling {
  const accepted: Asked[] = []
  const acceptedAt: number[] = []
  const wrong: WrongAnswer[] = []
  const tries: Record<string, number> = {}
  const state: { isStopping: boolean; held: Promise<void> | null; busy: number } = {
    isStopping: false,
    held: null,
    busy: 0,
  }
  let number = 0
  const sellOne = async (url: string) => {
    number += 1
    const asked = {
      orderRef: `order-${number}`,
      memberId: memberIds[number % memberIds.length] ?? '',
      points: 1 + (number % POINTS_MAX),
    }
    const occurredAt = new Date().toISOString()
    for (;;) {
      const outcome = await tryOnce(url, key, asked, occurredAt)
      tries[outcome.what] = (tries[outcome.what] ?? 0) + 1
      if (outcome.kind === 'accepted') break
      if (outcome.kind === 'wrong') wrong.push({ orderRef: asked.orderRef, status: outcome.status, body: outcome.body })
      if (outcome.kind === 'wrong' && state.isStopping) return
      await pause(RETRY_MS)
    }
    accepted.push(asked)
    acceptedAt.push(performance.now())
  }
  const runTill = async (index: number) => {
    while (!state.isStopping) {
      await state.held
      state.busy += 1
      await sellOne(urls[index % urls.length] ?? '')
      state.busy -= 1
      await pause(BETWEEN_SALES_MS)
    }
  }
  const tills = Promise.all(Array.from({ length: TILLS }, (_, index) => runTill(index)))
  return {
    accepted,
    wrong,
    tries,
    longestGapSince: (began) => longestGap([began, ...acceptedAt.filter((at) => at > began)]),
    hold: async () => {
      const { promise, resolve } = Promise.withResolvers<undefined>()
      state.held = promise
      // One more turn, so that a till between its look and its sale is seen.
      do await pause(BETWEEN_SALES_MS)
      while (state.busy > 0)
      return () => {
        state.held = null
        resolve(undefined)
      }
    },
    stop: async () => {
      state.isStopping = true
      await tills
    },
  }
}

function longestGap(times: readonly number[]): number {
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at))
  return Math.max(0, ...gaps) / 1_000
}

type Outcome =
  { kind: 'accepted' | 'later'; what: string } | { kind: 'wrong'; what: string; status: number; body: string }

/** 503 and 429 say that the same may be sent again, and no answer says nothing; anything else is wrong here. */
async function tryOnce(url: string, key: string, asked: Asked, occurredAt: string): Promise<Outcome> {
  try {
    const answer = await fetch(`${url}/v1/purchases`, {
      method: 'POST',
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        'idempotency-key': asked.orderRef,
      },
      body: JSON.stringify({
        orderRef: asked.orderRef,
        member: { kind: 'member', value: asked.memberId },
        currency: 'GBP',
        amountMinor: String(asked.points * MINOR_PER_POINT),
        occurredAt,
      }),
    })
    const body = await answer.text()
    const what = String(answer.status)
    if (answer.ok) return { kind: 'accepted', what }
    if (answer.status === 503 && !answer.headers.has('retry-after'))
      return { kind: 'wrong', what, status: 503, body: `without Retry-After: ${body}` }
    return [503, 429].includes(answer.status)
      ? { kind: 'later', what }
      : { kind: 'wrong', what, status: answer.status, body }
  } catch (error) {
    return {
      kind: 'later',
      what: error instanceof Error && error.name === 'TimeoutError' ? 'no answer in 10 s' : 'connection lost',
    }
  }
}

/** As the partner's rule says. */
const MINOR_PER_POINT = 100
