import type { PersonRole } from '../../../../server/domain/people.ts'
import { PERSON_COOKIE_PLAIN } from '../../../../server/auth/person-sessions.ts'
import { anOperatorKey, type ApiAnswer, OWN_ORIGIN, send } from './coalition.ts'
import { receiveMessages } from './messages.ts'
import type { RunningApi } from './running-api.ts'

/** Somebody of a partner who is signed in to the console. */
export interface TestPerson {
  readonly personId: string
  readonly email: string
  readonly token: string
  /** Asks as a page of the console does. */
  ask(path: string, more?: { body?: unknown; method?: string; headers?: Record<string, string> }): Promise<ApiAnswer>
}

/** The token that an answer sets as a cookie of the console. */
export function personTokenOf({ headers }: ApiAnswer): string {
  return new RegExp(`${PERSON_COOKIE_PLAIN}=([0-9a-f]{64});`).exec(headers.get('set-cookie') ?? '')?.[1] ?? ''
}

/** Asks with the cookie of a session of the console, from our own pages. */
export function asPerson(api: RunningApi, token: string): TestPerson['ask'] {
  const own = { Cookie: `${PERSON_COOKIE_PLAIN}=${token}`, Origin: OWN_ORIGIN }
  return (path, { headers = {}, ...more } = {}) => send(api.url, path, { ...more, headers: { ...own, ...headers } })
}

/** Has a code sent to an address, and reads it; null where none came. */
export async function askForCode(api: RunningApi, email: string): Promise<string | null> {
  await receiveMessages(api)
  const { status, body } = await send(api.url, '/v1/partner/sign-in-codes', {
    body: { email },
    headers: { Origin: OWN_ORIGIN },
  })
  if (status !== 201) throw new Error(`no code: ${JSON.stringify(body)}`)
  const [message] = await receiveMessages(api)
  return message === undefined ? null : (/\b[0-9]{8}\b/.exec(message.text)?.[0] ?? null)
}

/** Signs in with a code. */
export function signInWith(
  api: RunningApi,
  body: { email: string; code: string; partnerId?: number },
): Promise<ApiAnswer> {
  return send(api.url, '/v1/partner/sessions', { body, headers: { Origin: OWN_ORIGIN } })
}

/** Invites somebody as the operator, and signs them in with the code of the message. */
export async function aPerson(
  api: RunningApi,
  partnerId: number,
  { role, email = `${role}@harbour.example` }: { role: PersonRole; email?: string },
): Promise<TestPerson> {
  const key = await anOperatorKey(api.deps)
  const body = { email, role, name: `The ${role}` }
  const invited = await send(api.url, `/v1/partners/${partnerId}/people`, { key, body })
  if (invited.status !== 201) throw new Error(`not invited: ${JSON.stringify(invited.body)}`)
  const signedIn = await signInWith(api, { email, code: (await askForCode(api, email)) ?? '', partnerId })
  if (signedIn.status !== 201) throw new Error(`not signed in: ${JSON.stringify(signedIn.body)}`)
  const token = personTokenOf(signedIn)
  return { personId: invited.body.personId, email, token, ask: asPerson(api, token) }
}
