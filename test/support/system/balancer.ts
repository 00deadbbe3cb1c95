import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const LOOK_EVERY_MS = 100

/** A load balancer of a test: HTTP in front of several servers, over connections that it keeps. */
export interface Balancer {
  url: string
  /** Sends requests to it as soon as it says that it is ready. */
  add(url: string): void
  /** How many requests each server answered. */
  readonly served: ReadonlyMap<string, number>
  /** Why a request got no answer from any server. */
  readonly failures: readonly string[]
  /** Whether requests are sent to it now. */
  takes(url: string): boolean
  close(): Promise<void>
}

/**
 * Takes turns among the servers whose /readyz says 200, and asks that ten times a second. It tries another server only where the first one
 * refused the connection, so that it saw nothing of the request: any other failure is the client's.
 */
export async function startBalancer(): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true })
  const ready = new Map<string, boolean>()
  const served = new Map<string, number>()
  const failures: string[] = []
  let turn = 0

  const look = async (url: string) => {
    // Before it is ready, a server that starts refuses connections; one that has stopped refuses them for good.
    const answer = await fetch(`${url}/readyz`, { headers: { connection: 'close' } }).catch(() => null)
    await answer?.body?.cancel()
    if (ready.has(url)) ready.set(url, answer?.status === 200)
  }
  const looking = setInterval(() => {
    for (const url of ready.keys()) void look(url)
  }, LOOK_EVERY_MS)

  const forward = (asked: IncomingMessage, body: Buffer, response: ServerResponse, tried: ReadonlySet<string>) => {
    const open = [...ready].filter(([url, isReady]) => isReady && !tried.has(url)).map(([url]) => url)
    const url = open[turn++ % open.length]
    if (url === undefined) return fail(response, 'no server is ready')
    const { connection: _hop, ...headers } = asked.headers
    const sent = request(`${url}${asked.url ?? '/'}`, { agent, method: asked.method, headers }, (answer) => {
      served.set(url, (served.get(url) ?? 0) + 1)
      const { connection: _own, 'keep-alive': _kept, ...kept } = answer.headers
      response.writeHead(answer.statusCode ?? 502, kept)
      answer.pipe(response)
    })
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNREFUSED') return fail(response, `${url}: ${error.code ?? error.message}`)
      ready.set(url, false)
      forward(asked, body, response, new Set([...tried, url]))
    })
    sent.end(body)
  }
  const fail = (response: ServerResponse, why: string) => {
    failures.push(why)
    response.writeHead(502, { 'content-type': 'application/json' }).end(JSON.stringify({ why }))
  }
  const server = createServer((asked, response) => {
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of asked) chunks.push(chunk as Buffer)
      forward(asked, Buffer.concat(chunks), response, new Set())
    })()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    add: (url) => ready.set(url, false),
    served,
    failures,
    takes: (url) => ready.get(url) === true,
    async close() {
      clearInterval(looking)
      server.close()
      server.closeAllConnections()
      agent.destroy()
      await once(server, 'close')
    },
  }
}
