import type { Me } from '../../api-client/me.ts'

/** An answer of the server that was asked for before the app was there to ask. */
interface FirstAnswer {
  readonly at: number
  readonly response: Promise<Response | null>
}

declare global {
  interface Window {
    ententeFirstAnswer?: FirstAnswer | undefined
  }
}

/** An answer that has waited longer says how it was, not how it is. */
const AGE_MS_MAX = 15_000

/** Asks who is signed in, as the app will. */
export function askFirst(): void {
  const asked = fetch('/v1/visitor', { credentials: 'same-origin', cache: 'no-store' }).catch(() => null)
  window.ententeFirstAnswer = { at: Date.now(), response: asked }
}

/** The answer, once: a good one only, because the app knows what to make of the others. */
export async function takeFirstAnswer(): Promise<{ me: Me | null } | null> {
  const first = window.ententeFirstAnswer
  window.ententeFirstAnswer = undefined
  if (first === undefined || Date.now() - first.at > AGE_MS_MAX) return null
  const response = await first.response
  return response?.status === 200 ? ((await response.json()) as { me: Me | null }) : null
}
