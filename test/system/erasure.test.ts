import { execFile } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { expect } from 'chai'

import { type Answer, ask, askStatus, type Question } from '../support/system/ask.ts'
import { findBytes } from '../support/system/find-bytes.ts'
import { waitUntil } from '../support/system/wait-until.ts'
import { type TestServer, useWorkplace } from '../support/system/workplace.ts'
import { PIN } from './support/redeemers.ts'

const AUDIT = join(import.meta.dirname, '../../audit/main.ts')
const START = { args: ['--no-demo'] }

/** What is nobody's but hers, and must be nowhere once she is erased. */
const HERS = {
  email: 'ottilie.fenwick@example.net',
  phone: '+33612987654',
  order: 'ORDER-ottilie-77120',
  returned: 'RETURN-ottilie-9931',
  redeemed: 'TILL-ottilie-5502',
  claimed: 'TILL-ottilie-6113',
  note: 'gift for Ottilie Fenwick',
  requestKey: 'key-of-ORDER-ottilie-77120',
}
/** Of somebody else, whose data must stay. */
const HIS = { order: 'ORDER-casimir-1001', note: 'kept for Casimir' }
const GIFT_CARD = { kind: 'gift_code', texts: { en: { title: 'A gift card', description: 'For tea' } }, points: '20' }
/** The only code of the partner's pool: she gets it, and it is no word about her. */
const GIFT_CODE = 'GIFT-4417-QX'

interface Figures {
  readonly code: number
  readonly report: {
    readonly findingsTotal: number
    readonly checks: readonly { readonly name: string; readonly findings: number; readonly counts: object }[]
  }
}

/** What an audit counts of members' points; blocks go on being made. */
const COMPARED = ['batches', 'balances', 'consents', 'receipts', 'rules']
const totalsOf = ({ report }: Figures) => report.checks.filter(({ name }) => COMPARED.includes(name))

describe('a member who is erased', function () {
  this.timeout(900_000)
  const workplace = useWorkplace()
  let server: TestServer
  let key: string
  let memberId: string
  let card: string
  let address: string
  let salts: string[]
  let voucher: string
  let earlier: Figures
  let archive: unknown

  const asTill = (path: string, question: Question = {}) => ask(server.url, path, { key, ...question })
  const restart = async () => {
    server.signal('SIGTERM')
    await server.ended
    server = await workplace.start(START)
  }
  const expectOk = async (path: string, question: Question, status = 201): Promise<Answer['body']> => {
    const answer = await asTill(path, question)
    expect(answer.status, JSON.stringify(answer.body)).to.equal(status)
    return answer.body
  }
  const sale = (reference: string, value: string, note: string) => ({
    orderRef: reference,
    member: { kind: 'card', value },
    currency: 'GBP',
    amountMinor: '40000',
    occurredAt: new Date().toISOString(),
    metadata: { note },
  })

  /** What an auditor finds, from the chain alone and the archive. */
  async function audit(): Promise<Figures> {
    const { stdout } = await workplace.run(['status', '--json'])
    const { rpcUrl, contracts } = JSON.parse(stdout)
    const args = ['--rpc', rpcUrl, '--token', contracts.token, '--no-code', '--archive', server.url, '--json']
    return new Promise((resolve) => {
      const child = execFile(process.execPath, [AUDIT, ...args], { maxBuffer: 2 ** 26 }, (_, out, stderr) => {
        expect(out, stderr).to.not.equal('')
        resolve({ code: child.exitCode ?? -1, report: JSON.parse(out) })
      })
    })
  }

  /** She spends points at the till; resolves once they are burned for good. */
  async function redeem(what: object): Promise<Answer['body']> {
    const held = await expectOk('/v1/redemptions', { body: { member: { kind: 'card', value: card }, ...what } })
    await expectOk(`/v1/redemptions/${held.redemptionId}/consent`, { body: { kind: 'pin', pin: PIN } }, 200)
    await expectOk(`/v1/redemptions/${held.redemptionId}/capture`, { body: {} }, 200)
    return waitUntil(
      async () => (await asTill(`/v1/redemptions/${held.redemptionId}`)).body,
      ({ state }) => state === 'final',
      180_000,
    )
  }

  const claims = async () => (await asTill(`/v1/claims?memberId=${memberId}`)).body.data

  const settled = () =>
    waitUntil(
      async () => (await ask(server.url, `/v1/members/${memberId}/entries`, { key })).body.data,
      (entries: Answer['body']) => entries.every(({ state }: Answer['body']) => state === 'final'),
      180_000,
    )

  before(async () => {
    server = await workplace.start(START)
    const terms = ['--name', 'Harbour Books', '--allowance', '100000', '--daily-limit', '100000']
    const { stdout } = await workplace.run(['partner', 'add', ...terms, '--json'])
    key = JSON.parse(stdout).apiKey.apiKey
    const identifiers = [
      { kind: 'email', value: HERS.email },
      { kind: 'phone', value: HERS.phone },
    ]
    const hers = await expectOk('/v1/members', { body: { kind: 'card', identifiers } })
    ;({ memberId, cardNumber: card, address } = hers)
    const his = await expectOk('/v1/members', { body: { kind: 'card' } })
    await expectOk('/v1/purchases', {
      body: sale(HERS.order, card, HERS.note),
      headers: { 'idempotency-key': HERS.requestKey },
    })
    await expectOk('/v1/purchases', { body: sale(HIS.order, his.cardNumber, HIS.note) })
    const back = { returnRef: HERS.returned, orderRef: HERS.order, currency: 'GBP', amountMinor: '10000' }
    await expectOk('/v1/returns', {
      body: { ...back, occurredAt: new Date().toISOString(), metadata: { note: HERS.note } },
    })
    const pin = await asTill(`/v1/members/${memberId}/pin`, { body: { pin: PIN } })
    expect(pin.status).to.be.below(300)
    await settled()
    await redeem({ reference: HERS.redeemed, points: '50', metadata: { note: HERS.note } })
    const { rewardId } = await expectOk('/v1/rewards', { body: GIFT_CARD })
    await expectOk(`/v1/rewards/${rewardId}/codes`, { body: { codes: [GIFT_CODE] } }, 200)
    await redeem({ reference: HERS.claimed, rewardId })
    ;[{ voucher }] = await claims()
    const { body: entries } = await asTill(`/v1/members/${memberId}/entries`)
    salts = []
    for (const { entryId } of entries.data) salts.push((await asTill(`/v1/receipts/${entryId}`)).body.order.salt)
    await waitUntil(
      async () => (await ask(server.url, '/v1/archive/index')).body.data?.length ?? 0,
      (files) => files > 0,
      180_000,
    )
  })

  it('is there before, for the till and for the search', async () => {
    const { body: sold } = await asTill(`/v1/purchases?orderRef=${HERS.order}`)
    expect(sold.data[0]).to.deep.include({ orderRef: HERS.order, metadata: { note: HERS.note } })
    const { body: back } = await asTill(`/v1/returns?returnRef=${HERS.returned}`)
    expect(back.data[0]).to.deep.include({ returnRef: HERS.returned, orderRef: HERS.order })
    const { body: redeemed } = await asTill(`/v1/redemptions?reference=${HERS.redeemed}`)
    expect(redeemed.data[0]).to.deep.include({ reference: HERS.redeemed })
    const { body: found } = await asTill('/v1/members/search', { body: { kind: 'email', value: HERS.email } })
    expect(found.memberId).to.equal(memberId)
    const { body: events } = await asTill('/v1/events?limit=100')
    expect(JSON.stringify(events)).to.include(HERS.order).and.to.include(HERS.redeemed)
    expect(salts).to.have.length(2)
    const { body: shown } = await asTill('/v1/claims/search', { body: { voucher } })
    expect(shown).to.include({ kind: 'gift_code', memberId, state: 'issued' })
    earlier = await audit()
    expect(earlier).to.deep.include({ code: 0 })
    archive = (await ask(server.url, '/v1/archive/index')).body
  })

  it('is gone for whoever asks, and an old order is refused as ever', async () => {
    const { body: told } = await asTill('/v1/members/search', { body: { kind: 'card', value: card } })
    const wrong = await workplace.run(['member', 'erase', memberId, '--points', '1', '--json'])
    expect(wrong.code).to.not.equal(0)
    const erased = await workplace.run(['member', 'erase', memberId, '--points', told.pointsConfirmed, '--json'])
    expect(erased.code, erased.stderr).to.equal(0)
    await expectGone()
    const { body: events } = await asTill('/v1/events?limit=100')
    expect(JSON.stringify(events)).to.not.include(HERS.order)
    expect(events.data.at(-1)).to.deep.include({ type: 'member.erased', data: { memberId } })
  })

  /** All that must be nowhere, with what the server made for her. */
  const hers = () => [...Object.values(HERS), card, ...salts, ...salts.map((salt) => salt.slice(2)), ...vouchers()]
  const vouchers = () => [voucher, voucher.replaceAll('-', '')]

  async function expectGone(): Promise<void> {
    for (const reference of [
      { kind: 'card', value: card },
      { kind: 'email', value: HERS.email },
      { kind: 'phone', value: HERS.phone },
      { kind: 'member', value: memberId },
    ])
      expect((await asTill('/v1/members/search', { body: reference })).body.code).to.equal('member_unknown')
    const again = await asTill('/v1/purchases', { body: sale(HERS.order, card, HERS.note) })
    expect({ status: again.status, code: again.body.code }).to.deep.equal({ status: 409, code: 'purchase_conflict' })
    const { body: sold } = await asTill(`/v1/purchases?orderRef=${HERS.order}`)
    expect(sold.data[0]).to.deep.include({ orderRef: null, metadata: {}, amountMinor: '40000', memberId })
    const { body: redeemed } = await asTill(`/v1/redemptions?reference=${HERS.redeemed}`)
    expect(redeemed.data[0]).to.deep.include({ reference: null, metadata: {} })
    expect(await claims()).to.have.length(1)
    expect((await claims())[0]).to.include({ kind: 'gift_code', voucher: null })
    // Whoever has it on paper has paid for it: it is still good, and the till learns nothing more.
    const { body: shown } = await asTill('/v1/claims/search', { body: { voucher } })
    expect(shown).to.include({ kind: 'gift_code', state: 'issued', voucher: null })
    const { body: cards } = await asTill('/v1/partner/rewards')
    expect(cards.data[0], 'her code goes to nobody else').to.include({ kind: 'gift_code', stockLeft: '0' })
    const session = await ask(server.url, '/v1/sessions', { body: { kind: 'card', cardNumber: card, pin: PIN } })
    expect(session.status).to.be.at.least(400)
    const { body: kept } = await asTill(`/v1/purchases?orderRef=${HIS.order}`)
    expect(kept.data[0]).to.deep.include({ orderRef: HIS.order, metadata: { note: HIS.note } })
  }

  it('changes no figure of an audit, and no file of the archive', async () => {
    const after = await audit()
    expect(after.code).to.equal(0)
    expect(after.report.findingsTotal).to.equal(0)
    expect(totalsOf(after)).to.have.length(COMPARED.length).and.to.deep.equal(totalsOf(earlier))
    expect((await ask(server.url, '/v1/archive/index')).body).to.deep.equal(archive)
  })

  it('is in no file of the data folder, in no form', async () => {
    server.signal('SIGTERM')
    await server.ended
    expect(findBytes(server.dataFolder, hers())).to.deep.equal([])
    // The same search finds what is there: the address is on the chain, and the tables need it.
    expect(findBytes(server.dataFolder, [address])).to.not.deep.equal([])
    expect(findBytes(server.dataFolder, [memberId])).to.not.deep.equal([])
    server = await workplace.start(START)
  })

  it('does not come back with a database that is rebuilt from the journal', async () => {
    server.signal('SIGTERM')
    await server.ended
    rmSync(join(server.dataFolder, 'database'), { recursive: true })
    expect(readdirSync(server.dataFolder)).to.include('journal.sqlite')
    server = await workplace.start(START)
    await expectGone()
    expect((await askStatus(server)).entries).to.include({ confirmed: '3' })
    server.signal('SIGTERM')
    await server.ended
    expect(findBytes(server.dataFolder, hers())).to.deep.equal([])
    server = await workplace.start(START)
  })

  it('stays erased when the server is killed and started again', async () => {
    server.signal('SIGKILL')
    await server.ended
    server = await workplace.start(START)
    await expectGone()
    await restart()
    await expectGone()
  })
})
