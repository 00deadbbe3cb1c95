import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import type { EdrChain } from '../platform/edr-chain.ts'

/** What an endpoint says instead of the truth; `undefined` lets the truth through. Throw to refuse. */
export type Lie = (method: string, params: readonly unknown[], truth: unknown) => unknown

/** An RPC endpoint over HTTP for a chain of this process, which can be made to lie. */
export interface RpcServer {
  readonly url: string
  /** Methods that were asked for, in order. */
  readonly asked: string[]
  lie(how: Lie | null): void
  close(): Promise<void>
}

/** The endpoint answers this HTTP status instead of JSON-RPC. */
export class HttpStatus extends Error {
  readonly status: number

  constructor(status: number) {
    super(`HTTP ${status}`)
    this.status = status
  }
}

interface Call {
  readonly id: number
  readonly method: string
  readonly params: readonly unknown[]
}

/** Serves a chain on a free port of this machine. */
export async function serveRpc(edr: EdrChain): Promise<RpcServer> {
  let how: Lie | null = null
  const asked: string[] = []
  const answer = async ({ id, method, params }: Call) => {
    asked.push(method)
    try {
      const truth = await edr.request({ method, params })
      const told = how?.(method, params, structuredClone(truth))
      return { jsonrpc: '2.0', id, result: told === undefined ? truth : told }
    } catch (error) {
      if (error instanceof HttpStatus) throw error
      return { jsonrpc: '2.0', id, error: { code: 3, message: error instanceof Error ? error.message : String(error) } }
    }
  }
  const server = createServer((request, response) => {
    void (async () => {
      try {
        const body = JSON.parse(Buffer.concat(await request.toArray()).toString()) as Call | Call[]
        const replies = Array.isArray(body) ? await Promise.all(body.map(answer)) : await answer(body)
        response.setHeader('content-type', 'application/json').end(JSON.stringify(replies))
      } catch (error) {
        response.writeHead(error instanceof HttpStatus ? error.status : 500).end()
      }
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    lie: (next) => void (how = next),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
