import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Express } from 'express'

import { makeProblem, type ProblemCode } from './problems.ts'

export interface ServerLimits {
  /** A client must have sent its headers after so long ... */
  readonly headersTimeoutMs: number
  /** ... and the whole request after so long. */
  readonly requestTimeoutMs: number
  readonly connectionsMax: number
}

export const SERVER_LIMITS: ServerLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  connectionsMax: 10_000,
}

const KEEP_ALIVE_MS = 65_000

/** What Node says of a request that never reached a route. */
const CLIENT_ERRORS: Readonly<Record<string, { readonly code: ProblemCode; readonly line: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { code: 'request_timeout', line: '408 Request Timeout' },
  HPE_HEADER_OVERFLOW: { code: 'malformed_request', line: '431 Request Header Fields Too Large' },
}
const OTHER_CLIENT_ERROR = { code: 'malformed_request', line: '400 Bad Request' } as const

function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
  const { code, line } = CLIENT_ERRORS[error.code ?? ''] ?? OTHER_CLIENT_ERROR
  const body = JSON.stringify({ ...makeProblem(code), status: Number.parseInt(line, 10) })
  socket.end(
    `HTTP/1.1 ${line}\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}

/** A server that listens. */
export interface RunningServer {
  readonly port: number
  /** Gives it what answers; requests that came before wait for that. */
  serve(app: Express): void
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
  const answer = (request: IncomingMessage, response: ServerResponse) =>
    void served.promise.then((app) => {
      app(request, response)
    })
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
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        server.closeIdleConnections()
      }),
  }
}
