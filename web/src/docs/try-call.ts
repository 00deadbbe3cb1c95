/** A parameter of a request. */
export interface TryParameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly example: string
}

/** What the page says of a request that can be tried. */
export interface TryCall {
  readonly method: string
  readonly path: string
  readonly caller: 'partner' | 'operator' | 'anyone'
  /** Sending it can change something. */
  readonly changes: boolean
  readonly parameters: readonly TryParameter[]
  readonly body?: unknown
}

/** Reads what the page says; the server wrote it. */
export function readTryCall(text: string): TryCall | null {
  return text === '' ? null : (JSON.parse(text) as TryCall)
}

/** What a reader typed. */
export interface TryInput {
  readonly key: string
  readonly values: ReadonlyMap<string, string>
  readonly body: string
}

/** What a person would see of an answer. */
export interface TryAnswer {
  readonly status: number
  readonly milliseconds: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
  /** The answer, where it is an object: what later requests may need is taken from it. */
  readonly facts: Readonly<Record<string, unknown>> | null
}

const HEADERS_SHOWN = ['X-Request-Id', 'Idempotent-Replayed', 'Retry-After', 'RateLimit', 'Content-Type']

/** The address of a request with its parameters in place. */
export function addressOf(call: TryCall, values: ReadonlyMap<string, string>): string {
  const valueOf = (name: string) => values.get(name)?.trim() ?? ''
  const path = call.parameters
    .filter((one) => one.in === 'path')
    .reduce((whole, { name }) => whole.replace(`{${name}}`, encodeURIComponent(valueOf(name))), call.path)
  const query = call.parameters.filter((one) => one.in === 'query' && valueOf(one.name) !== '')
  const search = new URLSearchParams(query.map(({ name }): [string, string] => [name, valueOf(name)])).toString()
  return search === '' ? path : `${path}?${search}`
}

function pretty(text: string): { body: string; facts: TryAnswer['facts'] } {
  try {
    const value: unknown = JSON.parse(text)
    const facts = typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
    return { body: JSON.stringify(value, null, 2), facts }
  } catch {
    return { body: text, facts: null }
  }
}

/**
 * Sends a request to this server and nowhere else. Cookies stay behind: a reader who is signed in as a member must not act as one from
 * here, and what is answered must not sign anybody in.
 */
export async function sendCall(call: TryCall, { key, values, body }: TryInput): Promise<TryAnswer> {
  const headers = new Headers({ Accept: 'application/json' })
  if (call.caller !== 'anyone') headers.set('Authorization', `Bearer ${key.trim()}`)
  for (const { name, in: place } of call.parameters) {
    const value = values.get(name)?.trim() ?? ''
    if (place === 'header' && value !== '') headers.set(name, value)
  }
  const hasBody = call.body !== undefined
  if (hasBody) headers.set('Content-Type', 'application/json')
  const began = performance.now()
  const response = await fetch(addressOf(call, values), {
    method: call.method,
    headers,
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'error',
    ...(hasBody ? { body } : {}),
  })
  const text = await response.text()
  const shown = HEADERS_SHOWN.flatMap((name): [string, string][] => {
    const value = response.headers.get(name)
    return value === null ? [] : [[name, value]]
  })
  return {
    status: response.status,
    milliseconds: Math.round(performance.now() - began),
    headers: shown,
    ...pretty(text),
  }
}
