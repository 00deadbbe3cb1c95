import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'

import { z } from 'zod'

/** A request to the server's API. */
export interface ApiRequest<Schema extends z.ZodType> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  /** API key; left out for routes that anyone may call. */
  key?: string
  /** What else goes into the head: a session's cookie, the secret of an approval link. */
  headers?: Readonly<Record<string, string>>
  body?: unknown
  /** A body that is no JSON: a picture. */
  upload?: { readonly type: string; readonly bytes: Uint8Array }
  /** What the answer must be. */
  answer: Schema
}

/** An answer with what its head says. */
export interface Exchanged<Schema extends z.ZodType> {
  status: number
  data: z.output<Schema>
  /** What the answer sets, as a browser would send it back; empty for most. */
  cookie: string
}

/** The server refused: its problem details. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly status: number
  readonly code: string
  readonly details: unknown

  constructor(status: number, code: string, sentence: string, details: unknown) {
    super(`${sentence} (${code})`)
    this.status = status
    this.code = code
    this.details = details
  }
}

/** Nobody answers, or not as Entente does. */
export class ServerUnreachable extends Error {
  override readonly name = 'ServerUnreachable'
}

/** Calls the server over connections that stay open. */
export interface ApiClient {
  readonly url: string
  call<Schema extends z.ZodType>(request: ApiRequest<Schema>): Promise<z.output<Schema>>
  /** The same with the status, where it says more than the answer: 201 is new, 200 was there. */
  exchange<Schema extends z.ZodType>(request: ApiRequest<Schema>): Promise<Exchanged<Schema>>
  close(): void
}

export interface ApiClientOptions {
  connections?: number
  /** Tries of one request, while the server cannot be reached or asks to come again. */
  triesMax?: number
}

const TIMEOUT_MS = 60_000
const RETRY_MS = 250
const RETRY_MS_MAX = 5_000
/** Codes that mean: the same request may succeed later. Everything that changes something is safe to send again. */
const COME_AGAIN = new Set([408, 425, 429, 502, 503, 504])

/** The bytes of a body, and what they are. */
interface Content {
  readonly type: string
  readonly bytes: Uint8Array
}

function contentOf({ body, upload }: ApiRequest<z.ZodType>): Content | null {
  if (upload !== undefined) return upload
  return body === undefined ? null : { type: 'application/json', bytes: Buffer.from(JSON.stringify(body)) }
}

interface Raw {
  status: number
  text: string
  retryAfterMs: number
  cookie: string
}

/** Makes a client of the server at a URL. */
export function createApiClient(url: string, { connections = 16, triesMax = 1 }: ApiClientOptions = {}): ApiClient {
  const base = new URL(url)
  const isSecure = base.protocol === 'https:'
  const agent = new (isSecure ? HttpsAgent : HttpAgent)({ keepAlive: true, maxSockets: connections })
  const send = ({ method, path, key, headers: more }: ApiRequest<z.ZodType>, content: Content | null): Promise<Raw> =>
    new Promise((resolve, reject) => {
      const headers = {
        accept: 'application/json',
        ...more,
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(content === null ? {} : { 'content-type': content.type, 'content-length': String(content.bytes.length) }),
      }
      const options = { method, headers, agent, timeout: TIMEOUT_MS }
      const outgoing = (isSecure ? httpsRequest : httpRequest)(new URL(path, base), options, (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.once('error', reject)
        incoming.once('end', () => {
          const retryAfterMs = Number(incoming.headers['retry-after'] ?? 0) * 1_000 || 0
          const cookie = (incoming.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; ')
          const text = Buffer.concat(chunks).toString('utf8')
          resolve({ status: incoming.statusCode ?? 0, text, retryAfterMs, cookie })
        })
      })
      outgoing.once('timeout', () => outgoing.destroy(new Error('no answer in time')))
      outgoing.once('error', reject)
      outgoing.end(content?.bytes)
    })

  const client: ApiClient = {
    url,
    call: async (request) => (await client.exchange(request)).data,
    async exchange(request) {
      const { answer } = request
      const content = contentOf(request)
      for (let tries = 1; ; tries += 1) {
        const raw = await send(request, content).catch((error: unknown) => error as Error)
        const isTransient = raw instanceof Error || COME_AGAIN.has(raw.status)
        if (!isTransient || tries >= triesMax) return readAnswer(raw, url, answer)
        const waitMs = Math.min(RETRY_MS * 2 ** (tries - 1), RETRY_MS_MAX)
        await sleep(raw instanceof Error ? waitMs : Math.max(waitMs, raw.retryAfterMs))
      }
    },
    close: () => {
      agent.destroy()
    },
  }
  return client
}

function readAnswer<Schema extends z.ZodType>(raw: Raw | Error, url: string, schema: Schema): Exchanged<Schema> {
  if (raw instanceof Error) {
    throw new ServerUnreachable(`No Entente server answers at ${url} (${raw.message}): start it with npm start.`)
  }
  const body = parseJson(raw.text)
  if (raw.status >= 400) {
    throw readProblem(raw.status, body)
  }
  const parsed = schema.safeParse(body ?? undefined)
  if (!parsed.success) throw new ServerUnreachable(`${url} answers, but not as an Entente server of this version does.`)
  return { status: raw.status, data: parsed.data, cookie: raw.cookie }
}

const ProblemAnswer = z.looseObject({
  code: z.string().optional(),
  title: z.string().optional(),
  detail: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
})

/** Says what the server said, with each fault that it found. */
function readProblem(status: number, body: unknown): ApiProblem {
  const { data: problem = {} } = ProblemAnswer.safeParse(body)
  const {
    code = `http_${String(status)}`,
    title = 'The server refused',
    detail = '',
    details = {},
    errors = [],
  } = problem
  const faults = errors.map((error) => `${error.pointer} ${error.detail}`)
  const facts = Object.entries(details).map(([name, value]) => `${name} ${JSON.stringify(value)}`)
  const said = [...faults, ...facts].join('; ')
  return new ApiProblem(status, code, `${title}: ${said === '' ? detail : said}`, problem)
}

function parseJson(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return null // judged by the schema, or by the status
  }
}
