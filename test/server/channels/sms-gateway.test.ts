import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

import { expect } from 'chai'

import { smsGateway } from '../../../server/channels/sms-gateway.ts'

const MESSAGE = {
  id: '019a8f5e-6f3c-7c1a-9d52-3a4b5c6d7e8f',
  to: '+442079460958',
  subject: 'Your code: 40718265',
  text: '40718265 is the code.',
  parts: [],
  code: '40718265',
}
const TOKEN = 'a-token-of-the-gateway'

describe('the channel of SMS', function () {
  let closers: (() => Promise<unknown>)[]
  beforeEach(() => (closers = []))
  afterEach(() => Promise.all(closers.map((close) => close())))

  async function aGateway(answer: (request: IncomingMessage, response: ServerResponse) => unknown): Promise<string> {
    const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    closers.push(async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    })
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`
  }
  const send = async (url: string, from: string | null = 'Entente') => {
    try {
      await smsGateway({ url, token: TOKEN, from, timeoutMs: 300 }).send(MESSAGE)
      return 'taken'
    } catch (error) {
      return (error as Error).name
    }
  }

  it('asks the gateway with its token, and a key by which a repetition is recognised', async function () {
    const seen: unknown[] = []
    const url = await aGateway(async (request, response) => {
      const { authorization, 'idempotency-key': key } = request.headers
      seen.push([request.method, authorization, key, JSON.parse(await text(request))])
      response.writeHead(202).end()
    })
    expect(await send(url)).to.equal('taken')
    expect(await send(url, null)).to.equal('taken')
    const { id, to, text: written } = MESSAGE
    expect(seen).to.deep.equal([
      ['POST', `Bearer ${TOKEN}`, id, { id, to, from: 'Entente', text: written }],
      ['POST', `Bearer ${TOKEN}`, id, { id, to, text: written }],
    ])
  })

  for (const [what, answer, name] of [
    ['fails where the gateway refuses', (response: ServerResponse) => response.writeHead(400).end('{}'), 'Transient'],
    [
      'fails where the gateway sends it elsewhere',
      (response: ServerResponse) => response.writeHead(307, { Location: '/other' }).end(),
      'TypeError',
    ],
    ['fails where the gateway never answers', () => undefined, 'TimeoutError'],
  ] as const)
    it(what, async function () {
      const asked: string[] = []
      const url = await aGateway((request, response) => {
        asked.push(request.url ?? '')
        answer(response)
      })
      expect(await send(url)).to.equal(name)
      expect(asked).to.deep.equal(['/messages'])
    })

  it('reads nothing of an answer that never ends', async function () {
    const url = await aGateway((_request, response) => {
      response.writeHead(200)
      const more = setInterval(() => response.write('x'.repeat(10_000)), 5)
      response.on('close', () => clearInterval(more))
    })
    expect(await send(url)).to.equal('taken')
  })
})
