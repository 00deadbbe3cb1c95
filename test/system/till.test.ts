import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect } from 'chai'

import { type Answer, ask, askStatus, type Question } from '../support/system/ask.ts'
import { openLedger } from '../support/system/ledger-reader.ts'
import { sendOnly } from '../support/system/slow-client.ts'
import { waitUntil } from '../support/system/wait-until.ts'
import { type TestServer, useWorkplace } from '../support/system/workplace.ts'

const EMAIL = 'ada.canary@example.com'

describe('a till at a running server', function () {
  this.timeout(120_000)
  const workplace = useWorkplace()
  let server: TestServer
  let key: string
  let member: { memberId: string; address: string }
  let slow: Promise<string>[]

  /** A command of the operator, which must succeed. */
  async function operate(...args: string[]): Promise<Answer['body']> {
    const { code, stdout, stderr } = await workplace.run(['partner', ...args, '--json'])
    expect(code, stderr).to.equal(0)
    return JSON.parse(stdout)
  }

  const asTill = (path: string, question: Question = {}) => ask(server.url, path, { key, ...question })
  const buy = (orderRef: string, amountMinor: string) =>
    asTill('/v1/purchases', {
      body: {
        orderRef,
        member: { kind: 'email', value: EMAIL },
        currency: 'GBP',
        amountMinor,
        occurredAt: new Date().toISOString(),
      },
    })
  const waitForPurchase = (id: string, isWanted: (found: Answer['body']) => boolean): Promise<Answer['body']> =>
    waitUntil(async () => (await asTill(`/v1/purchases/${id}`)).body, isWanted)
  const waitForRegistry = (isWanted: (onChain: Answer['body']) => boolean): Promise<unknown> =>
    waitUntil(async () => (await operate('list')).partners[0].onChain, isWanted)

  /** The member's points as the chain has them, and all there are. */
  async function readChain(): Promise<{ balance: bigint | undefined; supply: bigint }> {
    const { stdout } = await workplace.run(['status', '--json'])
    const { rpcUrl, contracts } = JSON.parse(stdout)
    const ledger = openLedger(rpcUrl, contracts.token)
    try {
      const [balance] = await ledger.balances([member.address])
      return { balance, supply: await ledger.totalSupply() }
    } finally {
      ledger.close()
    }
  }

  /** Requests that stop in their head and in their body: the server gives them ten and thirty seconds. */
  const sendSlowly = (): Promise<string>[] => {
    const head = `POST /v1/purchases HTTP/1.1\r\nHost: till\r\nAuthorization: Bearer ${key}\r\n`
    const beginnings = [head, `${head}Content-Type: application/json\r\nContent-Length: 99\r\n\r\n{`]
    return beginnings.map((beginning) => sendOnly(server.url, beginning))
  }

  before(async () => {
    server = await workplace.start({ args: ['--no-demo'] })
    const added = await operate('add', '--name', 'Harbour Books', '--allowance', '100', '--daily-limit', '100000')
    key = added.apiKey.apiKey
    slow = sendSlowly()
    const identifiers = [{ kind: 'email', value: EMAIL }]
    const enrolled = await asTill('/v1/members', { body: { kind: 'card', identifiers } })
    expect(enrolled.status).to.equal(201)
    member = enrolled.body
    await waitForRegistry((onChain) => onChain?.status === 'active')
  })

  it('names itself by the port that it took, to wallets, passkeys and links', async () => {
    const { body } = await ask(server.url, '/v1/wallet-challenges', { body: {} })
    expect({ uri: body.uri, domain: body.domain }).to.deep.equal({ uri: server.url, domain: new URL(server.url).host })
  })

  it('gets an answer for a route that is none, a body that is no JSON or too long, and records nothing', async () => {
    const codeOf = ({ status, headers, body }: Answer) => {
      expect(headers.get('content-type')).to.contain('application/problem+json')
      expect(body.status).to.equal(status)
      return `${String(status)} ${String(body.code)}`
    }
    const text = { 'content-type': 'text/plain' }
    expect(codeOf(await asTill('/v1/nowhere'))).to.equal('404 unknown_route')
    expect(codeOf(await asTill('/v1/purchases', { body: '{', headers: text }))).to.equal('415 unsupported_media_type')
    expect(codeOf(await asTill('/v1/purchases', { body: '{' }))).to.equal('400 malformed_request')
    const long = JSON.stringify({ orderRef: 'x'.repeat(2_000_000) })
    expect(codeOf(await asTill('/v1/purchases', { body: long }))).to.equal('413 body_too_large')
    expect(codeOf(await asTill('/v1/purchases/batch', { body: long }))).to.equal('413 body_too_large')
    expect((await askStatus(server)).entries).to.deep.equal({
      open: '0',
      waiting: '0',
      confirmed: '0',
      oldestOpenAt: null,
    })
  })

  it('sees a purchase parked when the allowance is used up, and confirmed when it is raised', async () => {
    const { status, body } = await buy('parked-1', '15000')
    expect({ status, points: body.points }).to.deep.equal({ status: 201, points: '150' })
    const parked = await waitForPurchase(body.purchaseId, (found) => found.state === 'parked')
    expect(parked.parkedReason).to.equal('allowance_exhausted')
    expect((await askStatus(server)).entries).to.include({ open: '1', confirmed: '0' })
    expect((await readChain()).supply).to.equal(0n)
    await operate('allowance', '1', 'raise', '1000')
    const confirmed = await waitForPurchase(body.purchaseId, (found) => found.state === 'confirmed')
    expect(confirmed.parkedReason).to.be.null
    expect(await readChain()).to.deep.equal({ balance: 150n, supply: 150n })
  })

  it('sees a purchase parked while its partner is suspended, and confirmed when it is resumed', async () => {
    const { body } = await buy('parked-2', '200000')
    await waitForPurchase(body.purchaseId, (found) => found.state === 'parked')
    await operate('suspend', '1')
    await waitForRegistry((onChain) => onChain.status === 'suspended')
    await operate('allowance', '1', 'raise', '5000')
    await waitForRegistry((onChain) => onChain.allowance === '5950')
    const parked = await waitForPurchase(body.purchaseId, (found) => found.parkedReason === 'partner_suspended')
    expect(parked.state).to.equal('parked')
    const refused = await buy('refused', '1000')
    expect({ status: refused.status, code: refused.body.code }).to.deep.equal({
      status: 403,
      code: 'partner_suspended',
    })
    await operate('resume', '1')
    await waitForPurchase(body.purchaseId, (found) => found.state === 'confirmed')
    expect(await readChain()).to.deep.equal({ balance: 2_150n, supply: 2_150n })
  })

  it('keeps what was parked when the server is killed, and goes on by itself after', async () => {
    const { body } = await buy('parked-3', '1000000')
    await waitForPurchase(body.purchaseId, (found) => found.state === 'parked')
    await Promise.all(slow)
    server.signal('SIGKILL')
    await server.ended
    server = await workplace.start({ args: ['--no-demo'] })
    await waitForPurchase(body.purchaseId, (found) => found.parkedReason === 'allowance_exhausted')
    await operate('allowance', '1', 'raise', '10000')
    await waitForPurchase(body.purchaseId, (found) => found.state === 'confirmed')
    expect(await readChain()).to.deep.equal({ balance: 12_150n, supply: 12_150n })
  })

  it('is answered when it does not finish its request', async () => {
    for (const answer of await Promise.all(slow)) {
      expect(answer).to.match(/^HTTP\/1\.1 408 /)
      expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).to.include({ code: 'request_timeout', status: 408 })
    }
  })

  it('leaves neither its key nor its customers in the log', async () => {
    const log = await readFile(join(server.dataFolder, 'server.log'), 'utf8')
    expect(log).to.contain('recordPurchase')
    const secret = key.slice(key.lastIndexOf('_') + 1)
    for (const canary of [secret, EMAIL, 'ada.canary', 'parked-1']) expect(log).not.to.contain(canary)
  })
})
