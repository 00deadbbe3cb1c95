import { addPartner, type AddedPartner, type NewPartner } from '../../../../server/actions/partners/add-partner.ts'
import { enrolAlone, type EnrolledMember } from '../../../../server/actions/members/enrol-alone.ts'
import { issueApiKey } from '../../../../server/actions/partners/issue-api-key.ts'
import { openSession } from '../../../../server/actions/sign-in/open-session.ts'
import { undocumentedHeaders } from './documented-headers.ts'
import type { TestDeps } from './running-api.ts'
import { SESSION_COOKIE_PLAIN } from '../../../../server/auth/sessions.ts'

/** A partner of a test, with its first key. */
export interface TestPartner extends AddedPartner {
  readonly id: number
  readonly key: string
}

/** Adds a partner that gives 1 point for every 100 pence. */
export async function aPartner(
  deps: TestDeps,
  name = 'Harbour Books',
  terms: Partial<NewPartner> = {},
): Promise<TestPartner> {
  const added = await addPartner(deps, {
    name,
    currency: 'GBP',
    country: null,
    returnPolicy: 'within_balance',
    externalIssuer: null,
    rule: { points: 1n, perMinor: 100n, pointsMax: 1_000_000n, validFrom: null },
    rate: null,
    allowance: 1_000_000n,
    dailyLimit: 1_000_000n,
    ...terms,
  })
  return { ...added, id: added.partner.id, key: added.apiKey.text }
}

/** Enrols a card member, at a partner's till where it is named: other identifiers than the card are its own. */
export async function aMember(
  deps: TestDeps,
  identifiers: { kind: 'card' | 'email' | 'phone'; value: string }[] = [],
  enrolledBy: number | null = null,
): Promise<EnrolledMember & { card: string }> {
  const enrolled = await enrolAlone(deps, {
    wallet: null,
    identifiers,
    country: null,
    enrolledBy,
    keyed: null,
  })
  if (enrolled.cardNumber === null) throw new Error('a card member has a card')
  return { ...enrolled, card: enrolled.cardNumber }
}

/** Issues an operator key. */
export async function anOperatorKey(deps: TestDeps): Promise<string> {
  const issued = await issueApiKey(deps, {
    partnerId: null,
    label: 'operator',
    scopes: ['operator'],
    expiresAt: null,
    replaces: null,
  })
  return issued.text
}

/** Where the pages of the API under test would come from. */
export const OWN_ORIGIN = 'http://localhost:8080'

/** Signs a member in, as somebody who has proved to be them. */
export async function aSession(deps: TestDeps, memberId: string): Promise<string> {
  const { token } = await deps.db.transaction((tx) => openSession(tx, deps, { memberId, kind: 'card' }))
  return token
}

export interface ApiAnswer {
  readonly status: number
  readonly headers: Headers
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the tests say what they expect of an answer
  readonly body: any
}

interface Sending {
  readonly key?: string
  /** Token of a member's session; sent with the Origin of our own pages. */
  readonly session?: string
  readonly body?: unknown
  readonly raw?: string | Uint8Array
  readonly method?: string
  readonly headers?: Record<string, string>
}

/** Sends a request as a till would: JSON with a bearer key. */
export async function send(
  url: string,
  path: string,
  { key, session, body, raw, method, headers = {} }: Sending = {},
): Promise<ApiAnswer> {
  const content = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const verb = method ?? (content === undefined ? 'GET' : 'POST')
  const response = await fetch(`${url}${path}`, {
    method: verb,
    headers: {
      ...(content === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
      ...(session === undefined ? {} : { Cookie: `${SESSION_COOKIE_PLAIN}=${session}`, Origin: OWN_ORIGIN }),
      ...headers,
    },
    ...(content === undefined ? {} : { body: content }),
  })
  const text = await response.text()
  const undocumented = undocumentedHeaders(verb, path, response)
  if (undocumented.length > 0)
    throw new Error(`${verb} ${path} answers ${response.status} with undocumented headers: ${undocumented.join(', ')}`)
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
}
