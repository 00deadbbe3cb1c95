import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** What a node is asked. */
export interface RpcCall {
  id: number
  method: string
  params: readonly unknown[]
}

/** What a node does instead of answering; `isDone`: it did what it was asked all the same, as with bytes that it was sent. */
export type Mischief =
  | { kind: 'late'; ms: number }
  | { kind: 'never'; isDone: boolean }
  | { kind: 'status'; status: number; isDone: boolean }
  | { kind: 'drop'; isDone: boolean }
  | { kind: 'refuse'; code: number; message: string; isDone: boolean }
  | { kind: 'lie'; tell: (truth: unknown) => unknown }

/** An RPC endpoint over HTTP in front of a node, which behaves as a test wants. */
export interface FaultyNode {
  url: string
  /** What it does from now on with each call; null of a call that it answers as the node does. */
  misbehave(how: ((call: RpcCall) => Mischief | null) | null): void
  /** How often it did, since this was asked last. */
  takeCount(): number
  close(): Promise<void>
}

interface Reply {
  result?: unknown
  error?: unknown
}

/** Serves the node at `url` on a free port of this machine. */
export async function openFaultyNode(url: string): Promise<FaultyNode> {
  let how: ((call: RpcCall) => Mischief | null) | null = null
  let count = 0
  const forward = async (body: string): Promise<Reply> => {
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    return (await answer.json()) as Reply
  }
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = Buffer.concat(await request.toArray()).toString()
    const call = JSON.parse(body) as RpcCall
    const mischief = how?.(call) ?? null
    if (mischief !== null) count += 1
    await answerWith(mischief, { id: call.id, forward: () => forward(body), response })
  }
  const server = createServer((request, response) => {
    // The node itself is down, or whoever asked is gone: the same as a connection that ends.
    serve(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    misbehave: (next) => void (how = next),
    takeCount: () => {
      const taken = count
      count = 0
      return taken
    },
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

async function answerWith(
  mischief: Mischief | null,
  { id, forward, response }: { id: number; forward: () => Promise<Reply>; response: ServerResponse },
): Promise<void> {
  const reply = (answer: Reply) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ ...answer, jsonrpc: '2.0', id }))
  if (mischief === null) return void reply(await forward())
  if (mischief.kind === 'late') {
    const answer = await forward()
    await sleep(mischief.ms)
    return void reply(answer)
  }
  if (mischief.kind === 'lie') {
    const { result, ...rest } = await forward()
    return void reply(result === undefined ? rest : { result: mischief.tell(result) })
  }
  if (mischief.isDone) await forward()
  if (mischief.kind === 'status') {
    const html = '<html><body>The gateway has no answer.</body></html>'
    return void response.writeHead(mischief.status, { 'content-type': 'text/html', 'retry-after': '1' }).end(html)
  }
  if (mischief.kind === 'drop') return void response.destroy()
  if (mischief.kind === 'refuse') return void reply({ error: { code: mischief.code, message: mischief.message } })
  // `never`: the connection stays open until whoever asked gives up.
}
