import { expect } from 'chai'

import { collectOwnSlip } from '../../../../../server/actions/tills/collect-own-slip.ts'
import { SLIP_DAYS_MAX, SLIPS_PER_REQUEST_MAX } from '../../../../../server/actions/tills/file-slips.ts'
import { MEMBER_SLIP_TRIES_MAX, PARTNER_SLIP_TRIES_MAX } from '../../../../../server/actions/tills/take-slip.ts'
import { registerTill, TILLS_PER_PARTNER_MAX } from '../../../../../server/actions/tills/register-till.ts'
import { SLIPS_MAX } from '../../../../../server/api/schemas/tills/tills.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { writeSlipCode } from '../../../../../server/domain/slip-codes.ts'
import { orRejection } from '../../../../../server/domain/rejection.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { makeTillKey, signSlip, type TillKey } from '../../../../support/till-slips.ts'
import { aMember, aPartner, send, type ApiAnswer, type TestPartner } from '../../support/coalition.ts'
import { NOW, startApi, type RunningApi } from '../../support/running-api.ts'

const DAY_MS = 86_400_000

describe('tills and their slips', function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner
  let pair: TillKey
  let tillId: string
  let card: string
  let memberId: string
  let codes = 0

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps)
    const made = await aMember(api.deps)
    card = made.card
    memberId = made.member.id
    pair = makeTillKey()
    tillId = (await register(pair)).body.tillId
  })

  afterEach(() => api.close())

  const ask = (path: string, body: unknown, key = partner.key, headers: Record<string, string> = {}) =>
    send(api.url, path, { key, body, headers })
  const register = ({ publicKey }: TillKey, key = partner.key) =>
    ask('/v1/tills', { name: 'Front till', publicKey }, key)
  const revoke = (id = tillId, key = partner.key): Promise<ApiAnswer> =>
    send(api.url, `/v1/tills/${id}/revoke`, { key, method: 'POST' })
  const file = (slips: string[], key = partner.key) => ask('/v1/slips', { slips }, key)
  const collect = (slip: string, who = card, key = partner.key) =>
    ask('/v1/slips/collect', { slip, member: { kind: 'card', value: who } }, key)
  const anotherCard = async () => (await aMember(api.deps)).card

  /** A slip of the till, and the code that is printed on it. */
  function aSlip(changes: { orderRef?: string; amount?: string; at?: Date; code?: string; till?: string } = {}) {
    codes += 1
    const random = new Uint8Array([codes, codes >> 5, codes >> 10, 1, 2, 3, 4, 5, 6])
    const { code = writeSlipCode(random), orderRef = `T-${String(codes)}`, amount = '1999', at = NOW } = changes
    const facts = [changes.till ?? tillId, orderRef, 'GBP', amount, at.toISOString(), code]
    return { code, orderRef, facts, text: signSlip(facts, pair) }
  }

  async function filed(changes: Parameters<typeof aSlip>[0] = {}) {
    const slip = aSlip(changes)
    expect((await file([slip.text])).body).to.include({ filed: 1, refused: 0 })
    return slip
  }

  const problemsOf = ({ body }: ApiAnswer) =>
    (body.slips as { problem?: { code: string } }[]).map(({ problem }) => problem?.code ?? 'filed')

  describe('POST /v1/tills', function () {
    it('takes a key once, under its first name, and writes it down', async function () {
      const again = await ask('/v1/tills', { name: 'Another name', publicKey: pair.publicKey })
      expect(again.body).to.include({ tillId, name: 'Front till' })
      const { body } = await send(api.url, '/v1/tills', { key: partner.key })
      expect(body.data).to.have.length(1)
      const entries = await db.auditEntry.findMany({ where: { operation: 'registerTill' } })
      expect(entries).to.have.length(2)
    })

    it('refuses what is no P-256 key in its one form', async function () {
      const compressed = Buffer.from(pair.publicKey, 'base64url').toString('base64url') + 'AA'
      for (const publicKey of [makeTillKey('P-384').publicKey, 'AAAA', compressed])
        expect((await register({ ...pair, publicKey })).body.code, publicKey).to.equal('till_key_invalid')
    })

    it('takes as many as a partner may have, and no more', async function () {
      expect(TILLS_PER_PARTNER_MAX).to.equal(200)
      const asked = () => ({ partnerId: partner.id, name: 'T', publicKey: makeTillKey().publicKey })
      const limited = { ...api.deps, tillsMax: 2 }
      await registerTill(limited, asked())
      expect(await orRejection(() => registerTill(limited, asked()))).to.include({ code: 'tills_too_many' })
      await revoke()
      await registerTill(limited, asked())
    })

    it('never takes a revoked key again, and revokes nothing of another partner', async function () {
      const other = await aPartner(api.deps, 'Another brand')
      expect((await revoke(tillId, other.key)).body.code).to.equal('till_unknown')
      const first = await revoke()
      expect(first.body.revokedAt).to.equal(NOW.toISOString())
      expect((await revoke()).body).to.deep.equal(first.body)
      expect((await register(pair)).body.code).to.equal('till_unknown')
    })
  })

  describe('POST /v1/slips', function () {
    it('files a slip once, however often it comes, and gives no points', async function () {
      const slip = await filed()
      expect((await file([slip.text, slip.text])).body).to.include({ filed: 0, repeated: 2 })
      expect(await db.slip.count()).to.equal(1)
      expect(await db.outboxEntry.count()).to.equal(0)
      const { body } = await ask('/v1/slips/search', { code: slip.code.toLowerCase().replace('-', ' ') })
      expect(body).to.include({ orderRef: slip.orderRef, amountMinor: '1999', state: 'open' })
    })

    it('refuses what was altered, forged or signed for another till, and files its neighbours', async function () {
      const genuine = aSlip()
      const [, , signature] = genuine.text.split('.')
      const raised = genuine.facts.with(3, '999999')
      const altered = `EN2.${Buffer.from(JSON.stringify(raised)).toString('base64url')}.${signature ?? ''}`
      const forged = signSlip(aSlip().facts, makeTillKey())
      const unknown = aSlip({ till: '01900000-0000-7000-8000-00000000ffff' })
      const answer = await file([altered, forged, unknown.text, 'EN2.x.y', genuine.text])
      const no = 'slip_invalid'
      expect(problemsOf(answer)).to.deep.equal([no, no, no, no, 'filed'])
    })

    it('refuses a slip of another partner, and of a revoked till', async function () {
      const other = await aPartner(api.deps, 'Another brand')
      expect(problemsOf(await file([aSlip().text], other.key))).to.deep.equal(['slip_invalid'])
      await revoke()
      expect(problemsOf(await file([aSlip().text]))).to.deep.equal(['slip_invalid'])
    })

    it('refuses another slip under the same reference or the same code; the first stands', async function () {
      const first = await filed()
      const sameOrder = aSlip({ orderRef: first.orderRef, amount: '2000' })
      const sameCode = aSlip({ code: first.code })
      expect(problemsOf(await file([sameOrder.text, sameCode.text]))).to.deep.equal(['slip_conflict', 'slip_conflict'])
      expect((await ask('/v1/slips/search', { code: first.code })).body.amountMinor).to.equal('1999')
    })

    it(`takes a slip for ${String(SLIP_DAYS_MAX)} days, and as many at once as it says`, async function () {
      const young = aSlip({ at: new Date(NOW.getTime() - SLIP_DAYS_MAX * DAY_MS) })
      const old = aSlip({ at: new Date(NOW.getTime() - SLIP_DAYS_MAX * DAY_MS - 1) })
      const early = aSlip({ at: new Date(NOW.getTime() + 3_600_000) })
      expect(problemsOf(await file([young.text, old.text, early.text]))).to.deep.equal([
        'filed',
        'slip_expired',
        'occurred_in_future',
      ])
      expect(SLIPS_MAX).to.equal(SLIPS_PER_REQUEST_MAX)
      const many = Array.from({ length: SLIPS_MAX }, () => aSlip().text)
      expect((await file(many)).body.filed).to.equal(SLIPS_MAX)
      expect((await file([...many, aSlip().text])).status).to.equal(400)
    })
  })

  describe('POST /v1/slips/collect', function () {
    it('records the purchase of the slip for the customer, with its time and reference', async function () {
      const slip = await filed({ at: new Date(NOW.getTime() - DAY_MS) })
      const { status, body } = await collect(slip.code)
      expect(status, JSON.stringify(body)).to.equal(201)
      expect(body).to.include({ orderRef: slip.orderRef, points: '19', memberId })
      expect(body.occurredAt).to.equal(new Date(NOW.getTime() - DAY_MS).toISOString())
      expect((await ask('/v1/slips/search', { code: slip.code })).body.state).to.equal('collected')
    })

    it('gives its points once: again to the same customer it is the first answer, to another it is refused', async function () {
      const slip = await filed()
      const first = await collect(slip.code)
      const again = await collect(slip.code)
      expect(again.body.purchaseId).to.equal(first.body.purchaseId)
      expect((await collect(slip.code, await anotherCard())).body.code).to.equal('slip_collected')
      expect((await collect(slip.text, await anotherCard())).body.code).to.equal('slip_collected')
      expect(await db.outboxEntry.count()).to.equal(1)
    })

    it('gives them to one of ten who try at once', async function () {
      const slip = await filed()
      const cards = await Promise.all(Array.from({ length: 10 }, anotherCard))
      const answers = await Promise.all(cards.map((one) => collect(slip.code, one)))
      const taken = answers.filter(({ status }) => status === 201)
      expect(taken).to.have.length(1)
      expect(await db.outboxEntry.count()).to.equal(1)
    })

    it('goes on for the same customer where it was cut off before the purchase was recorded', async function () {
      const slip = await filed()
      await db.slip.updateMany({ data: { memberId, collectedAt: NOW } })
      expect((await collect(slip.code)).status).to.equal(201)
    })

    it('takes all of the QR code before the till has sent it, and then knows it when the till does', async function () {
      const slip = aSlip()
      expect((await collect(slip.code)).body.code).to.equal('slip_unknown')
      expect((await collect(slip.text)).status).to.equal(201)
      expect((await file([slip.text])).body).to.include({ repeated: 1 })
      expect(await db.outboxEntry.count()).to.equal(1)
    })

    it('refuses a slip of another partner, a wrong code and one that is too old', async function () {
      const slip = await filed()
      const other = await aPartner(api.deps, 'Another brand')
      expect((await collect(slip.code, card, other.key)).body.code).to.equal('slip_unknown')
      expect((await collect(slip.text, card, other.key)).body.code).to.equal('slip_invalid')
      expect((await collect(`${slip.code.slice(0, -1)}${slip.code.endsWith('0') ? '1' : '0'}`)).body.code).to.equal(
        'slip_unknown',
      )
      api.clock.advance(SLIP_DAYS_MAX * DAY_MS + 1)
      expect((await collect(slip.code)).body.code).to.equal('slip_expired')
    })

    it('gives nothing for a slip whose goods came back, and voids none that was collected', async function () {
      const [voided, collected] = [await filed(), await filed()]
      expect((await ask('/v1/slips/void', { code: voided.code })).body.state).to.equal('voided')
      expect((await ask('/v1/slips/void', { code: voided.code })).body.state).to.equal('voided')
      expect((await collect(voided.code)).body.code).to.equal('slip_voided')
      expect((await collect(voided.text)).body.code).to.equal('slip_voided')
      await collect(collected.code)
      expect((await ask('/v1/slips/void', { code: collected.code })).body.code).to.equal('slip_collected')
    })

    it('counts what the tills of a partner try, right or wrong', async function () {
      const slip = await filed()
      for (let tries = 0; tries < PARTNER_SLIP_TRIES_MAX - 1; tries += 1)
        await api.deps.partnerSlipTries.take(String(partner.id))
      expect((await ask('/v1/slips/search', { code: slip.code })).status).to.equal(200)
      expect((await collect(slip.code)).body.code).to.equal('too_many_requests')
    })
  })

  describe('POST /v1/me/slips', function () {
    it('gives the points to the member who has the slip, of whichever brand', async function () {
      const slip = await filed()
      const outcome = await collectOwnSlip(api.deps, { memberId, slip: slip.text, keyed: null })
      expect(outcome.status).to.equal('done')
      expect((await collect(slip.code, await anotherCard())).body.code).to.equal('slip_collected')
    })

    it('counts the tries of a member', async function () {
      const tried = () => orRejection(() => collectOwnSlip(api.deps, { memberId, slip: '00000-00000', keyed: null }))
      for (let tries = 0; tries < MEMBER_SLIP_TRIES_MAX; tries += 1)
        expect(await tried()).to.include({ code: 'slip_unknown' })
      expect(await tried()).to.include({ code: 'too_many_requests' })
    })
  })
})
