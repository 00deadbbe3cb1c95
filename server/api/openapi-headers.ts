/** A header as the document describes it. */
type Header = {
  readonly description: string
  readonly schema: { readonly type: 'string' | 'integer'; readonly enum?: string[]; readonly format?: string }
  readonly example?: string | number
}

const textHeader = (description: string, example: string): Header => ({
  description,
  schema: { type: 'string' },
  example,
})

/** Every header that an answer of the API may carry, beside those of HTTP itself and those that protect browsers. */
export const HEADERS = {
  'X-Request-Id': {
    description: 'Names this request in the log; quote it when you ask about an answer',
    schema: { type: 'string', format: 'uuid' },
  },
  'Cache-Control': { description: 'Answers are never cached', schema: { type: 'string', enum: ['no-store'] } },
  RateLimit: textHeader(
    'How many requests are left (`r`) for how many seconds (`t`): RateLimit header fields, draft 8',
    '"300000-in-1min"; r=299999; t=60',
  ),
  'RateLimit-Policy': textHeader(
    'How many requests (`q`) are allowed in how many seconds (`w`): RateLimit header fields, draft 8',
    '"300000-in-1min"; q=300000; w=60; pk=:NGE0YzE5YjU2ZTMw:',
  ),
  'Retry-After': {
    description: 'Seconds after which the same request may be sent again',
    schema: { type: 'integer' },
    example: 1,
  },
  'Idempotent-Replayed': {
    description: '`true` when this is the answer to a repeated request; otherwise left out',
    schema: { type: 'string', enum: ['true'] },
  },
  'Set-Cookie': textHeader(
    'The session, which no script can read; at sign-out, its end. After a PIN also the token by which the browser is known',
    '__Host-entente_session=...; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure',
  ),
  'WWW-Authenticate': textHeader('How to authenticate', 'Bearer realm="entente"'),
  'Content-Disposition': textHeader(
    'The name of the file, where the answer is one',
    'attachment; filename="ENT-1-2026-11.pdf"',
  ),
  Allow: textHeader('The methods that this path has', 'GET, POST'),
} satisfies Record<string, Header>

export type HeaderName = keyof typeof HEADERS

/** Headers that protect browsers: on every answer, the same on all, and of no use to a program. */
export const BROWSER_HEADERS = [
  'Content-Security-Policy',
  'Cross-Origin-Opener-Policy',
  'Cross-Origin-Resource-Policy',
  'Origin-Agent-Cluster',
  'Referrer-Policy',
  'Strict-Transport-Security',
  'X-Content-Type-Options',
  'X-DNS-Prefetch-Control',
  'X-Download-Options',
  'X-Frame-Options',
  'X-Permitted-Cross-Domain-Policies',
  'X-XSS-Protection',
]

/** What an answer carries once its request was counted. */
const COUNTED = ['X-Request-Id', 'RateLimit', 'RateLimit-Policy'] as const

const referTo = (names: readonly HeaderName[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))

/** Headers of an answer, by reference. */
export function answerHeaders(more: readonly HeaderName[]): Record<string, { $ref: string }> {
  return referTo([...COUNTED, 'Cache-Control', ...more])
}

/** Headers of a problem of a status, by reference. */
export function problemHeaders(status: number): Record<string, { $ref: string }> {
  if (status === 405) return referTo(['X-Request-Id', 'Allow'])
  const more: Readonly<Record<number, readonly HeaderName[]>> = {
    401: ['WWW-Authenticate'],
    429: ['Retry-After'],
    503: ['Retry-After'],
  }
  return referTo([...COUNTED, ...(more[status] ?? [])])
}
