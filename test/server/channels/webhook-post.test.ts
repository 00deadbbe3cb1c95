import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'

import { createWebhookPost, type WebhookPostOptions } from '../../../server/channels/webhook-post.ts'
import { WEBHOOK_ANSWER_BYTES_MAX, type WebhookAnswer } from '../../../server/domain/webhooks.ts'
import { freePort } from '../../support/platform/free-port.ts'
import { type NameServer, startNameServer } from '../../support/name-server.ts'
import { type Receiver, startReceiver, withStatus } from '../../support/webhook-receiver.ts'

const answered = (status: number): WebhookAnswer => ({ kind: 'answered', status })
const failed = (failure: string) => ({ kind: 'failed', failure })

describe('a webhook that is sent', function () {
  let receiver: Receiver
  let names: NameServer | undefined
  let others: Receiver[]

  beforeEach(async function () {
    receiver = await startReceiver()
    others = []
  })

  afterEach(async function () {
    for (const one of [receiver, ...others]) await one.close()
    await names?.close()
    names = undefined
  })

  const post = (url: string, options: Partial<WebhookPostOptions> = {}, signal = new AbortController().signal) =>
    createWebhookPost({ allowsPrivate: true, ...options })({
      url,
      headers: { 'content-type': 'application/json', 'webhook-id': 'evt_1' },
      body: '{"a":"ü"}',
      signal,
    })

  it('arrives as it is, and with any status from 200 to 299', async function () {
    for (const status of [200, 202, 204, 299]) {
      receiver.answer = withStatus(status)
      expect(await post(receiver.url)).to.deep.equal(answered(status))
    }
    expect(receiver.received[0]).to.deep.include({ path: '/hook', body: '{"a":"ü"}' })
    expect(receiver.received[0]?.headers).to.include({ 'webhook-id': 'evt_1', 'content-length': '10' })
  })

  it('does not follow a redirect: it is answered, and nothing is asked elsewhere', async function () {
    const elsewhere = await startReceiver()
    others.push(elsewhere)
    for (const status of [301, 302, 303, 307, 308]) {
      receiver.answer = withStatus(status, { location: elsewhere.url })
      expect(await post(receiver.url)).to.deep.equal(answered(status))
    }
    expect(elsewhere.received).to.deep.equal([])
  })

  it('does not wait for longer than the limit: for a receiver that takes and says nothing', async function () {
    receiver.answer = () => undefined
    const before = performance.now()
    expect(await post(receiver.url, { answerMsMax: 200 })).to.deep.equal(failed('timeout'))
    expect(performance.now() - before).to.be.within(190, 2_000)
    receiver.answer = (response) => {
      setTimeout(() => withStatus(204)(response, receiver.received[0]!, response.req), 100)
    }
    expect(await post(receiver.url, { answerMsMax: 1_000 }), 'within the limit').to.deep.equal(answered(204))
  })

  it('does not wait for the end of an answer that has none, because the status came', async function () {
    receiver.answer = (response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write('.'), 10)
      response.on('close', () => {
        clearInterval(timer)
      })
    }
    const before = performance.now()
    expect(await post(receiver.url, { answerMsMax: 300 })).to.deep.equal(answered(200))
    expect(performance.now() - before).to.be.lessThan(2_000)
  })

  it('is read of to the limit and no further', async function () {
    let written = 0
    const closed = Promise.withResolvers<null>()
    receiver.answer = (response) => {
      response.writeHead(200)
      const chunk = Buffer.alloc(65_536)
      const write = () => {
        if (response.destroyed) return
        written += chunk.length
        response.write(chunk, () => setImmediate(write))
      }
      response.on('close', () => {
        closed.resolve(null)
      })
      write()
    }
    expect(await post(receiver.url)).to.deep.equal(answered(200))
    await closed.promise
    // What the sockets of both sides hold is written too.
    expect(written).to.be.lessThan(20_000_000)
  })

  for (const [bytes, answer] of [
    [WEBHOOK_ANSWER_BYTES_MAX - 300, answered(200)],
    [WEBHOOK_ANSWER_BYTES_MAX + 1, failed('malformed_answer')],
  ] as const)
    it(`is ${answer.kind} by headers of ${bytes} bytes`, async function () {
      receiver.answer = withStatus(200, { 'x-long': 'a'.repeat(bytes) })
      expect(await post(receiver.url)).to.deep.equal(answer)
    })

  it('fails where nothing listens, the line is cut, or no HTTP is spoken', async function () {
    expect(await post(`http://127.0.0.1:${await freePort()}/`)).to.deep.equal(failed('unreachable'))
    receiver.answer = (response) => {
      response.socket?.destroy()
    }
    expect(await post(receiver.url)).to.deep.equal(failed('unreachable'))
    for (const [words, failure] of [
      ['220 mail.example.com ESMTP\r\n', 'malformed_answer'],
      ['HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n', 'malformed_answer'],
      ['', 'unreachable'],
    ] as const) {
      const server = createTcpServer((socket) => {
        socket.on('error', () => undefined)
        socket.end(words)
      })
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
      const answer = await post(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
      expect(answer, words).to.deep.equal(failed(failure))
      server.close()
    }
  })

  it('is stopped at once, as if it had not been sent', async function () {
    const stopping = new AbortController()
    receiver.answer = () => {
      stopping.abort()
    }
    expect(await post(receiver.url, {}, stopping.signal)).to.deep.equal({ kind: 'stopped' })
    expect(await post(receiver.url, {}, AbortSignal.abort())).to.deep.equal({ kind: 'stopped' })
    expect(receiver.received).to.have.length(1)
  })

  describe('to a name', function () {
    const named = (host = 'hook.example.com') => `http://${host}:${receiver.port}/hook`
    const know = async (resolve: Parameters<typeof startNameServer>[0]) => {
      names = await startNameServer(resolve)
      return { nameServers: [names.address] }
    }

    it('goes to the address that was checked, and looks it up once', async function () {
      const options = await know((_name, type) => (type === 'A' ? ['127.0.0.1'] : []))
      expect(await post(named(), options)).to.deep.equal(answered(204))
      expect(names?.asked).to.have.members(['A hook.example.com', 'AAAA hook.example.com'])
      expect(receiver.received[0]?.headers['host']).to.equal(`hook.example.com:${receiver.port}`)
    })

    it('does not go to the address that the name has a moment later', async function () {
      const other = await startReceiver({ address: '127.0.0.2', port: receiver.port })
      others.push(other)
      let asked = 0
      const options = await know((_name, type) =>
        type === 'AAAA' ? [] : [(asked += 1) === 1 ? '127.0.0.2' : '127.0.0.1'],
      )
      expect(await post(named(), options)).to.deep.equal(answered(204))
      expect([other.received.length, receiver.received.length, asked]).to.deep.equal([1, 0, 1])
    })

    it('is refused on the second look-up, where the name leads into the network by then', async function () {
      const inside = ['169.254.169.254', '100.64.0.1', '224.0.0.1', '0.0.0.0']
      let asked = 0
      const options = await know((_name, type) =>
        type === 'AAAA' ? [] : [(asked += 1) === 1 ? '127.0.0.1' : (inside[asked - 2] ?? '127.0.0.1')],
      )
      expect(await post(named(), options)).to.deep.equal(answered(204))
      for (const address of inside)
        expect(await post(named(), options), address).to.deep.equal(failed('target_refused'))
      expect(receiver.received).to.have.length(1)
    })

    for (const [type, address] of [
      ['A', '127.0.0.1'],
      ['A', '10.0.0.1'],
      ['AAAA', '::1'],
      ['AAAA', '::ffff:127.0.0.1'],
      ['AAAA', '64:ff9b::7f00:1'],
      ['AAAA', '2002:7f00:1::'],
      ['AAAA', 'fe80::1'],
      ['AAAA', 'fd00:ec2::254'],
    ] as const)
      it(`is refused where one of its addresses is ${address}, whatever the others are`, async function () {
        const ofNobody = { A: '192.0.2.1', AAAA: '2606:4700::1111' }
        const options = await know((_name, asked) => [...(asked === type ? [address] : []), ofNobody[asked]])
        const url = `https://hook.example.com:${receiver.port}/hook`
        expect(await post(url, { ...options, allowsPrivate: false })).to.deep.equal(failed('target_refused'))
        expect(receiver.received).to.deep.equal([])
      })

    it('is refused over http to another machine, also in development', async function () {
      const options = await know((_name, type) => (type === 'A' ? ['10.0.0.1'] : []))
      expect(await post(named(), options)).to.deep.equal(failed('target_refused'))
    })

    it('fails where there is no such name, or its name server says nothing', async function () {
      expect(await post(named(), await know(() => []))).to.deep.equal(failed('name_unknown'))
      await names?.close()
      const silent = await know(() => null)
      expect(await post(named(), { ...silent, answerMsMax: 200 })).to.deep.equal(failed('timeout'))
    })
  })

  describe('over https', function () {
    let folder: string

    beforeEach(function () {
      folder = mkdtempSync(join(tmpdir(), 'entente-tls-'))
    })

    afterEach(function () {
      rmSync(folder, { recursive: true })
    })

    it('is believed only with a certificate of the name, although the connection goes to an address', async function () {
      const file = (name: string) => join(folder, name)
      execFileSync('openssl', [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
        ...['-subj', '/CN=hook.example.com', '-addext', 'subjectAltName=DNS:hook.example.com'],
        ...['-keyout', file('key.pem'), '-out', file('cert.pem')],
      ])
      const [key, cert] = [readFileSync(file('key.pem')), readFileSync(file('cert.pem'), 'utf8')]
      let served = 0
      const server = createHttpsServer({ key, cert }, (_request, response) => {
        served += 1
        response.writeHead(204).end()
      })
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
      const { port } = server.address() as AddressInfo
      names = await startNameServer((_name, type) => (type === 'A' ? ['127.0.0.1'] : []))
      const options = { nameServers: [names.address], ca: cert }
      expect(await post(`https://hook.example.com:${port}/`, options)).to.deep.equal(answered(204))
      expect(await post(`https://other.example.com:${port}/`, options)).to.deep.equal(failed('certificate'))
      const untrusted = { nameServers: [names.address] }
      expect(await post(`https://hook.example.com:${port}/`, untrusted)).to.deep.equal(failed('certificate'))
      expect(served).to.equal(1)
      server.close()
      server.closeAllConnections()
    })
  })
})
