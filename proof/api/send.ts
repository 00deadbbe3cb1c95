import { Agent, request as httpRequest } from 'node:http'

/** A request as it goes onto the wire; the URL is sent as it is, without being tidied. */
export interface WireRequest {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | null
}

export interface WireAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  readonly ms: number
}

/** A request that got no answer, and why. */
export class NoAnswer extends Error {}

/** An answer that takes longer than this counts as a hang. */
export const ANSWER_MS_MAX = 30_000

/** Sends requests over at most so many connections, which stay open. */
export function openSender(port: number, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  return {
    send: (asked: WireRequest) => sendOver(agent, port, asked),
    close: () => agent.destroy(),
  }
}

export type Sender = ReturnType<typeof openSender>

function sendOver(agent: Agent, port: number, asked: WireRequest, tries = 1): Promise<WireAnswer> {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const { method, target: path, body } = asked
    const length = body === null ? {} : { 'Content-Length': String(body.byteLength) }
    const options = { agent, host: '127.0.0.1', port, method, path, headers: { ...length, ...asked.headers } }
    const sent = httpRequest({ ...options, timeout: ANSWER_MS_MAX }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, ms: performance.now() - began })
      })
    })
    sent.on('timeout', () => sent.destroy(new NoAnswer(`no answer in ${ANSWER_MS_MAX} ms`)))
    sent.on('error', (error: NodeJS.ErrnoException) => {
      // A connection that the server closed while this was on its way: HTTP clients send it again.
      const wasClosed = sent.reusedSocket && error.code === 'ECONNRESET'
      if (wasClosed && tries < 3) resolve(sendOver(agent, port, asked, tries + 1))
      else reject(error instanceof NoAnswer ? error : new NoAnswer(`${error.code ?? 'error'}: ${error.message}`))
    })
    sent.end(body ?? undefined)
  })
}

/** The request for a shell, to the byte. */
export function asCurl(port: number, { method, target, headers, body }: WireRequest): string {
  const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
  const heads = Object.entries(headers).map(
    ([name, value]) => `-H ${quote(value === '' ? `${name};` : `${name}: ${value}`)}`,
  )
  const url = quote(`http://127.0.0.1:${port}${target}`)
  const call = ['curl -i --globoff --path-as-is', `-X ${method}`, ...heads, url].join(' ')
  if (body === null) return call
  return `printf %s ${Buffer.from(body).toString('base64')} | base64 -d | ${call} --data-binary @-`
}
