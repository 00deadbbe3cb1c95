import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as a receiver got it. */
export interface Received {
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: string
}

type Answer = (response: ServerResponse, received: Received, request: IncomingMessage) => void

/** A server of a partner that takes webhooks, and answers as it is told. */
export interface Receiver {
  readonly url: string
  readonly port: number
  readonly received: Received[]
  /** From now on it answers so; 204 at the beginning. */
  answer: Answer
  /** Resolves once so many requests have come in. */
  got(count: number): Promise<void>
  close(): Promise<void>
}

/** Answers with a status and nothing else. */
export const withStatus =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, headers).end()
  }

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

/** Starts a receiver on an address of this machine, on a free port unless one is named. */
export async function startReceiver({ address = '127.0.0.1', port = 0 } = {}): Promise<Receiver> {
  let waiting: { count: number; done: () => void }[] = []
  const server = createServer((request, response) => {
    void readText(request).then((body) => {
      const one = { path: request.url ?? '', headers: request.headers as Record<string, string>, body }
      receiver.received.push(one)
      for (const { count, done } of waiting) if (receiver.received.length >= count) done()
      waiting = waiting.filter(({ count }) => receiver.received.length < count)
      receiver.answer(response, one, request)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, address, resolve)
  })
  const bound = (server.address() as AddressInfo).port
  const receiver: Receiver = {
    url: `http://${address}:${bound}/hook`,
    port: bound,
    received: [],
    answer: withStatus(204),
    got: (count) =>
      new Promise((done) => {
        if (receiver.received.length >= count) done()
        else waiting.push({ count, done })
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
  return receiver
}
