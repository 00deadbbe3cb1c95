import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'

import { expect } from 'chai'
import { SMTPServer } from 'smtp-server'

import { smtpChannel } from '../../../server/channels/smtp-channel.ts'

const MESSAGE = {
  id: '019a8f5e-6f3c-7c1a-9d52-3a4b5c6d7e8f',
  to: 'ada@example.com',
  subject: 'Your code: 40718265',
  text: '40718265 is the code.\n\n40718265 est le code, à garder.',
}

describe('the channel of e-mail', function () {
  let closers: (() => Promise<unknown>)[]
  beforeEach(() => (closers = []))
  afterEach(() => Promise.all(closers.map((close) => close())))

  /** A mail server of this test, and what it took in. */
  async function aMailServer(options: { refuses?: boolean } = {}) {
    const taken: { to: string[]; from: string | false; user: unknown; data: string }[] = []
    const server = new SMTPServer({
      authOptional: true,
      hideSTARTTLS: true,
      allowInsecureAuth: true,
      onAuth: (auth, _session, done) => done(null, { user: auth.username }),
      onRcptTo: (_address, _session, done) =>
        options.refuses === true ? done(Object.assign(new Error('no such mailbox'), { responseCode: 550 })) : done(),
      onData(stream, { envelope, user }, done) {
        let data = ''
        stream.on('data', (chunk: Buffer) => (data += chunk.toString()))
        stream.on('end', () => {
          const from = envelope.mailFrom === false ? false : envelope.mailFrom.address
          taken.push({ to: envelope.rcptTo.map(({ address }) => address), from, user, data })
          done()
        })
      },
    })
    server.on('error', () => undefined)
    const listening = server.listen(0, '127.0.0.1')
    await once(listening, 'listening')
    closers.push(() => new Promise<void>((resolve) => server.close(resolve)))
    return { port: (listening.address() as AddressInfo).port, taken }
  }
  const channel = (port: number, { host = '127.0.0.1', user = '' } = {}) =>
    smtpChannel({ url: `smtp://${user}${host}:${port}`, from: 'Entente <points@example.com>', timeoutMs: 500 })

  it('hands a message to the mail server, as the user of the URL', async function () {
    const { port, taken } = await aMailServer()
    await channel(port, { user: 'entente:secret-1@' }).send(MESSAGE)
    const [mail] = taken
    expect([taken.length, mail?.to, mail?.from, mail?.user]).to.deep.equal([
      1,
      ['ada@example.com'],
      'points@example.com',
      'entente',
    ])
    expect(mail?.data)
      .to.include('Subject: Your code: 40718265')
      .and.to.include(`Message-ID: <${MESSAGE.id}@entente>`)
      .and.to.include('Auto-Submitted: auto-generated')
  })

  it('sends to one recipient, whatever the address looks like', async function () {
    const { port, taken } = await aMailServer()
    await channel(port)
      .send({ ...MESSAGE, to: 'ada@example.com,eve@example.com' })
      .catch(() => undefined)
    expect(taken.flatMap(({ to }) => to)).to.not.include('eve@example.com')
  })

  it('fails where the server refuses, is not there, or does not say anything', async function () {
    const failed = async (port: number, host?: string) => {
      try {
        await channel(port, host === undefined ? {} : { host }).send(MESSAGE)
        return false
      } catch {
        return true
      }
    }
    expect(await failed((await aMailServer({ refuses: true })).port)).to.equal(true)
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    closers.push(() => new Promise((resolve) => silent.close(resolve)))
    const { port } = silent.address() as AddressInfo
    const begun = Date.now()
    expect(await failed(port)).to.equal(true)
    expect(Date.now() - begun).to.be.lessThan(10_000)
    expect(await failed(1)).to.equal(true)
  })
})
