import type { Me } from '../../api-client/me.ts'

/** Who is signed in: nobody is null. */
export interface Visitor {
  readonly me: Me | null
}

/** An answer of the server that was asked for before the app was there to ask. */
interface FirstAnswer {
  readonly at: number
  readonly visitor: Promise<Visitor | null>
}

/** Where the early script leaves its answer for the app: two scripts of one page share nothing else. */
const page = globalThis as { ententeFirstAnswer?: FirstAnswer | undefined }

/** An answer that has waited longer says how it was, not how it is. */
const AGE_MS_MAX = 15_000
/** The app, once it is there, waits no longer for an answer before it draws. */
const WAIT_MS_MAX = 2_000

async function ask(): Promise<Visitor | null> {
  try {
    const response = await fetch('/v1/visitor', { credentials: 'same-origin', cache: 'no-store' })
    // A good one only: the app asks again, and knows what to make of the others.
    return response.status === 200 ? ((await response.json()) as Visitor) : null
  } catch {
    return null
  }
}

/** Asks who is signed in, as the app will. */
export function askFirst(): Promise<Visitor | null> {
  const visitor = ask()
  page.ententeFirstAnswer = { at: Date.now(), visitor }
  return visitor
}

/** The answer, once. */
export async function takeFirstAnswer(): Promise<Visitor | null> {
  const first = page.ententeFirstAnswer
  page.ententeFirstAnswer = undefined
  return first === undefined || Date.now() - first.at > AGE_MS_MAX ? null : first.visitor
}

let known: Visitor | null = null

/** Waits for the answer, so that the app can start with it and need not draw a page without a member first. */
export async function awaitFirstAnswer(msMax = WAIT_MS_MAX): Promise<void> {
  const first = page.ententeFirstAnswer
  if (first === undefined) return
  const late = new Promise<null>((resolve) => setTimeout(resolve, msMax, null))
  known = await Promise.race([first.visitor, late])
  if (known !== null) page.ententeFirstAnswer = undefined
}

/** The answer that was waited for, once; undefined when there is none. */
export function takeKnownVisitor(): Visitor | undefined {
  const visitor = known ?? undefined
  known = null
  return visitor
}
