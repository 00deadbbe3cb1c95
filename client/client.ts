import createClient, { type FetchResponse, type MaybeOptionalInit, type Middleware } from 'openapi-fetch'

import { EntenteProblem, EntenteUnreachable, readProblem } from './problem.ts'
import { fetchPatiently, type Patience, readPatience } from './retry.ts'
import { type components, KEYED_PATHS, type paths } from './schema.ts'

/** What the API takes and answers, by the names of the OpenAPI document: `Schemas['Purchase']`. */
export type Schemas = components['schemas']

type Method = 'get' | 'post' | 'put' | 'delete'
type PathWith<M extends Method> = {
  [Path in keyof paths]: paths[Path] extends Record<M, object> ? Path : never
}[keyof paths]

/** What a request carries: `params`, `body`, and the settings of `fetch`. */
type Init<M extends Method, Path extends keyof paths> = MaybeOptionalInit<paths[Path], M>
type InitArguments<Given> = undefined extends Given ? [init?: Given] : [init: Given]
type Operation<M extends Method, Path extends keyof paths> = Extract<paths[Path][M], Record<string | number, unknown>>

type Data<M extends Method, Path extends keyof paths> = Exclude<
  FetchResponse<Operation<M, Path>, object, 'application/json'>['data'],
  undefined
>

/** An answer that is no problem, with the response that it came in. */
export interface Answered<M extends Method, Path extends keyof paths> {
  /** Undefined only where an answer has no body. */
  readonly data: [Data<M, Path>] extends [never] ? undefined : Data<M, Path>
  readonly response: Response
}

type Call<M extends Method> = <Path extends PathWith<M>>(
  path: Path,
  ...init: InitArguments<Init<M, Path>>
) => Promise<Answered<M, Path>>

/** A client of one Entente server. A refusal is thrown as an `EntenteProblem`, silence as an `EntenteUnreachable`. */
export interface EntenteClient {
  readonly baseUrl: string
  readonly GET: Call<'get'>
  readonly POST: Call<'post'>
  readonly PUT: Call<'put'>
  readonly DELETE: Call<'delete'>
  /** A client with the same settings and another API key; null: without one. */
  withKey(apiKey: string | null): EntenteClient
}

export interface EntenteOptions extends Partial<Patience> {
  /** Where the server is, such as `https://points.example.com`; on a page of the server itself: an empty text. */
  readonly baseUrl: string
  readonly apiKey?: string | null
  /** Gives every request that takes an Idempotency-Key and has none a random one, so that it can be repeated. Default: true. */
  readonly idempotencyKeys?: boolean
  readonly fetch?: (request: Request) => Promise<Response>
  readonly credentials?: NonNullable<RequestInit['credentials']>
  readonly cache?: NonNullable<RequestInit['cache']>
}

/** Sends an Idempotency-Key where one is taken, so that a request whose answer was lost can be sent again. */
const keyRequests: Middleware = {
  onRequest({ request, schemaPath }) {
    if (request.method !== 'POST' || !KEYED_PATHS.includes(schemaPath)) return
    if (!request.headers.has('Idempotency-Key')) request.headers.set('Idempotency-Key', crypto.randomUUID())
  },
}

const throwProblems: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await readProblem(response)
  },
}

/** Makes a client of the server at a URL. */
export function createEntente(options: EntenteOptions): EntenteClient {
  const { baseUrl, apiKey = null, idempotencyKeys = true, credentials, cache } = options
  const patience = readPatience(options)
  const send = options.fetch ?? ((request: Request) => fetch(request))
  const client = createClient<paths, 'application/json'>({
    baseUrl,
    ...(credentials === undefined ? {} : { credentials }),
    ...(cache === undefined ? {} : { cache }),
    headers: { Accept: 'application/json', ...(apiKey === null ? {} : { Authorization: `Bearer ${apiKey}` }) },
    fetch: (request) => fetchPatiently(request, send, patience),
  })
  client.use(throwProblems, ...(idempotencyKeys ? [keyRequests] : []))
  // What is thrown here never comes back as `error`: `data` is there whenever something is returned.
  const call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE') => async (path: string, init?: object) => {
    const ask = client[method] as (path: string, init?: object) => Promise<unknown>
    return ask(path, init).catch((error: unknown) => {
      if (error instanceof EntenteProblem) throw error
      throw new EntenteUnreachable(baseUrl, { cause: error })
    })
  }
  return {
    baseUrl,
    GET: call('GET') as Call<'get'>,
    POST: call('POST') as Call<'post'>,
    PUT: call('PUT') as Call<'put'>,
    DELETE: call('DELETE') as Call<'delete'>,
    withKey: (key) => createEntente({ ...options, apiKey: key }),
  }
}
