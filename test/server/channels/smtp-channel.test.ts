import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'

import { expect } from 'chai'
import { SMTPServer } from 'smtp-server'

import { ENTENTE } from '../../../server/api/pages/coalition.ts'
import { mailLookOf } from '../../../server/api/pages/mail-look.ts'
import type { MailLook } from '../../../server/channels/mail-page.ts'
import { smtpChannel } from '../../../server/channels/smtp-channel.ts'

const MESSAGE = {
  id: '019a8f5e-6f3c-7c1a-9d52-3a4b5c6d7e8f',
  to: 'ada@example.com',
  subject: 'Your code: 40718265',
  text: '40718265 is the code.\n\n40718265 est le code, à garder.',
  parts: [
    { language: 'en', subject: 'Your code: 40718265', text: '40718265 is the code. <b>' },
    { language: 'fr', subject: 'Votre code : 40718265', text: '40718265 est le code, à garder.' },
  ],
  code: '40718265',
}

describe('the channel of e-mail', function () {
  let look: MailLook
  before(async () => (look = await mailLookOf({ ...ENTENTE, name: 'Lumière & fils' })))
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
    smtpChannel({ url: `smtp://${user}${host}:${port}`, from: 'Entente <points@example.com>', look, timeoutMs: 500 })

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

  it('sends a text, and a page in the look of the coalition with its logo along', async function () {
    const { port, taken } = await aMailServer()
    await channel(port).send(MESSAGE)
    const data = taken[0]?.data ?? ''
    const partOf = (type: string) => {
      const found = data.split(/^--.*\r?$/m).find((part) => part.includes(`Content-Type: ${type}`)) ?? ''
      const [, head = '', body = ''] = /^(.*?)\r\n\r\n(.*)$/s.exec(found.trimStart()) ?? []
      const isQuoted = /quoted-printable/i.test(head)
      const bytes = body
        .replaceAll(/=\r\n/g, '')
        .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      return isQuoted ? Buffer.from(bytes, 'latin1').toString('utf8') : Buffer.from(body, 'base64').toString('utf8')
    }
    expect(data).to.include('Content-Type: multipart/alternative')
    expect(partOf('text/plain')).to.include('40718265 est le code, à garder.')
    const page = partOf('text/html')
    expect(page)
      .to.include('Lumière &amp; fils')
      .and.to.include('40718265 is the code. &lt;b&gt;')
      .and.to.include('lang="fr"')
      .and.to.include(look.accent)
      .and.to.include('prefers-color-scheme:dark')
      .and.to.include('src="cid:logo@entente"')
    // Nothing is loaded when it is opened: nobody learns when and where it was read.
    expect(page).to.not.match(/https?:|url\(|<script/)
    expect(data).to.include('Content-ID: <logo@entente>')
  })

  it('makes a page of a message without parts, as an older version left in the queue', async function () {
    const { port, taken } = await aMailServer()
    await channel(port).send({ ...MESSAGE, parts: [], code: null })
    expect(taken[0]?.data).to.include('40718265 is the code.').and.to.include('text/html')
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
