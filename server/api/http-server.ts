import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Express } from 'express'
import { ipKeyGenerator } from 'express-rate-limit'

import { makeProblem, type ProblemCode } from './problems.ts'

export interface ServerLimits {
  /** A client must have sent its headers after so long ... */
  readonly headersTimeoutMs: number
  /** ... and the whole request after so long. */
  readonly requestTimeoutMs: number
  readonly connectionsMax: number
  /** Connections that one address may have open; null where all come from proxies, whose own limit must do. */
  readonly connectionsPerAddressMax: number | null
}

export const SERVER_LIMITS: ServerLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  connectionsMax: 10_000,
  connectionsPerAddressMax: 1_024,
}

const KEEP_ALIVE_MS = 65_000

/** What Node says of a request that never reached a route. */
const CLIENT_ERRORS: Readonly<Record<string, { readonly code: ProblemCode; readonly line: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { code: 'request_timeout', line: '408 Request Timeout' },
  HPE_HEADER_OVERFLOW: { code: 'malformed_request', line: '431 Request Header Fields Too Large' },
}
const OTHER_CLIENT_ERROR = { code: 'malformed_request', line: '400 Bad Request' } as const

/** A whole answer to a connection that no request is read from. */
function rawProblem(code: ProblemCode, line: string): string {
  const body = JSON.stringify({ ...makeProblem(code), status: Number.parseInt(line, 10) })
  return `HTTP/1.1 ${line}\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`
}

function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
  const { code, line } = CLIENT_ERRORS[error.code ?? ''] ?? OTHER_CLIENT_ERROR
  socket.end(rawProblem(code, line))
}

const TOO_MANY_CONNECTIONS = rawProblem('too_many_requests', '429 Too Many Requests')

/**
 * Answers and closes what one address opens beyond its limit, before a byte of it is parsed, and says which connections those are.
 * Addresses of IPv6 count by their network, of which one person may have all.
 */
function limitAddresses(server: Server, max: number): (socket: Socket) => boolean {
  const open = new Map<string, number>()
  const refused = new WeakSet<Socket>()
  server.on('connection', (socket: Socket) => {
    const address = ipKeyGenerator(socket.remoteAddress ?? 'unknown')
    const others = open.get(address) ?? 0
    if (others >= max) {
      refused.add(socket)
      return void socket.end(TOO_MANY_CONNECTIONS, () => socket.destroy())
    }
    open.set(address, others + 1)
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1
      if (left === 0) open.delete(address)
      else open.set(address, left)
    })
  })
  return (socket) => refused.has(socket)
}

/** A server that listens. */
export interface RunningServer {
  readonly port: number
  /** Gives it what answers; requests that came before wait for that. */
  serve(app: Express): void
  /** From now on each answer ends its connection, so that clients and proxies open the next one elsewhere. */
  drain(): void
  /** Answers what is running and ends idle connections. */
  close(): Promise<void>
}

/**
 * Listens on a port; 0 takes a free one, which the app may have to know before it is built. Rejects with Node's own error when
 * the port is busy.
 */
export async function listen(
  { port, host }: { port: number; host?: string },
  limits: ServerLimits = SERVER_LIMITS,
): Promise<RunningServer> {
  const served = Promise.withResolvers<Express>()
  let isDraining = false
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    if (isDraining) response.setHeader('Connection', 'close')
    if (!isRefused(request.socket))
      void served.promise.then((app) => {
        app(request, response)
      })
  }
  const server: Server = createServer(
    {
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: Math.min(1_000, limits.headersTimeoutMs / 4),
    },
    answer,
  )
  // An Expect of which nobody has heard may be ignored (RFC 9110, 10.1.1); Node would answer it with 417 and nothing else.
  server.on('checkExpectation', answer)
  const { connectionsPerAddressMax } = limits
  const isRefused = connectionsPerAddressMax === null ? () => false : limitAddresses(server, connectionsPerAddressMax)
  server.maxConnections = limits.connectionsMax
  server.on('clientError', answerClientError)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return {
    port: (server.address() as AddressInfo).port,
    serve: served.resolve,
    drain: () => {
      isDraining = true
    },
    close: () =>
      new Promise((resolve, reject) => {
        isDraining = true
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        server.closeIdleConnections()
      }),
  }
}
