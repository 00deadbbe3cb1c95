import { expect } from 'chai'

import type { Database } from '../../../../../server/database/engine/client.ts'
import { PROVEN_IDENTIFIERS_MAX } from '../../../../../server/domain/identifiers.ts'
import {
  CODE_MS_MAX,
  CODE_TRIES_MAX,
  CODES_PER_IDENTIFIER_MAX,
  CODES_PER_IDENTIFIER_WINDOW_MS,
  CODES_PER_MEMBER_MAX,
  CODES_PER_PARTNER_MAX,
} from '../../../../../server/domain/one-time-codes.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aMember, aPartner, aSession, send, type TestPartner } from '../../support/coalition.ts'
import { anotherCode, receiveCode, receiveMessages } from '../../support/messages.ts'
import { followChainTo } from '../../support/ledger.ts'
import { type RunningApi, startApi } from '../../support/running-api.ts'
import { givePoints } from '../../support/till.ts'

const EMAIL = { kind: 'email', value: 'ada@example.com' }
const PHONE = { kind: 'phone', value: '+44 20 7946 0958' }

describe('an e-mail address or a phone number', function () {
  let db: Database
  let api: RunningApi
  let squatter: TestPartner
  let other: TestPartner
  let owner: string
  let card: string
  let session: string

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    squatter = await aPartner(api.deps)
    other = await aPartner(api.deps, 'Corner Bakery')
    const { member, card: number } = await aMember(api.deps)
    owner = member.id
    card = number
    session = await aSession(api.deps, owner)
    await followChainTo(db, { number: 90n, finalizedNumber: 40n })
  })

  afterEach(() => api.close())

  const enrol = async (partner: TestPartner, ...identifiers: unknown[]) =>
    send(api.url, '/v1/members', { key: partner.key, body: { kind: 'card', identifiers } })
  let sold = 0
  const buy = async (partner: TestPartner, member: unknown) =>
    send(api.url, '/v1/purchases', {
      key: partner.key,
      body: {
        orderRef: `order-${(sold += 1)}`,
        member,
        currency: 'GBP',
        amountMinor: '1000',
        occurredAt: api.clock.now().toISOString(),
      },
    })
  const search = async (partner: TestPartner, member: unknown) =>
    send(api.url, '/v1/members/search', { key: partner.key, body: member })
  const start = async (identifier: unknown = EMAIL, as = session) =>
    send(api.url, '/v1/me/identifiers', { session: as, body: { identifier } })
  const prove = async (code: string, { identifier = EMAIL, notices = true, as = session } = {}) =>
    send(api.url, '/v1/me/identifiers/proof', { session: as, body: { identifier, code, notices } })
  const proveAs = async (as: string, identifier = EMAIL) => {
    await start(identifier, as)
    return prove(await receiveCode(api), { identifier, as })
  }
  const someone = async () => aSession(api.deps, (await aMember(api.deps)).member.id)

  describe('that a partner wrote down', function () {
    it('blocks neither another partner nor its owner, who takes it over with the code that comes to it', async function () {
      const squatted = (await enrol(squatter, EMAIL)).body.memberId
      expect((await buy(squatter, EMAIL)).body.memberId, 'it collects').to.equal(squatted)
      expect((await enrol(other, EMAIL)).status, 'nor does it block').to.equal(201)
      const { status, body } = await proveAs(session)
      expect([status, body.memberId]).to.deep.equal([200, owner])
      expect(body.identifiers.at(-1)).to.deep.equal({ kind: 'email', hint: 'a…@e', isProven: true, isContact: true })
      for (const partner of [squatter, other]) {
        expect((await buy(partner, EMAIL)).body.memberId).to.equal(owner)
        expect((await search(partner, EMAIL)).body).to.include({ memberId: owner, isProven: true })
        expect((await enrol(partner, EMAIL)).body.code).to.equal('identifier_taken')
      }
      const before = await db.purchase.count({ where: { memberId: squatted } })
      expect(before, 'what was collected stays where the ledger has it').to.equal(1)
    })

    it('leads to its member at that partner only, and spends nothing', async function () {
      const { body: written } = await enrol(squatter, PHONE)
      await givePoints(db, written.address, 1_000n)
      expect((await search(squatter, PHONE)).body).to.include({ memberId: written.memberId, isProven: false })
      const hold = { reference: 'P1', member: PHONE, points: '100' }
      const quote = { member: PHONE, points: '100' }
      for (const [path, body] of [
        ['/v1/redemptions', hold],
        ['/v1/redemptions/quote', quote],
      ] as const)
        expect((await send(api.url, path, { key: squatter.key, body })).body).to.include({
          code: 'identifier_unproven',
        })
      for (const answer of [await search(other, PHONE), await buy(other, PHONE)])
        expect(answer.body.code).to.equal('member_unknown')
    })

    it('is refused twice at the same till', async function () {
      await enrol(squatter, EMAIL)
      expect((await enrol(squatter, EMAIL)).body).to.deep.include({ code: 'identifier_taken' })
      expect(await db.member.count()).to.equal(2)
    })

    it('no longer is one of the account that had it, once its owner has it', async function () {
      const { body: written } = await enrol(squatter, EMAIL)
      const seen = async () => {
        const found = await search(squatter, { kind: 'card', value: written.cardNumber })
        return found.body.identifiers.map(({ kind, isProven }: { kind: string; isProven: boolean }) => [kind, isProven])
      }
      expect(await seen()).to.deep.equal([
        ['card', true],
        ['email', false],
      ])
      await proveAs(session)
      expect(await seen()).to.deep.equal([['card', true]])
    })

    it('before each partner was named leads to its member at the one that enrolled them', async function () {
      const { body: written } = await enrol(squatter, EMAIL)
      await db.memberIdentifier.updateMany({ where: { kind: 'email' }, data: { partnerId: -1 } })
      expect((await search(squatter, EMAIL)).body).to.include({ memberId: written.memberId, isProven: false })
      expect((await search(other, EMAIL)).body.code).to.equal('member_unknown')
      expect((await enrol(squatter, EMAIL)).body.code).to.equal('identifier_taken')
      await proveAs(session)
      expect((await buy(squatter, EMAIL)).body.memberId).to.equal(owner)
    })
  })

  describe('that somebody proves', function () {
    it('goes to whoever reads what is sent there now, and the one before is told', async function () {
      await proveAs(session)
      await proveAs(session, PHONE)
      await receiveMessages(api)
      const next = await someone()
      await start(EMAIL, next)
      const proven = await prove(await receiveCode(api), { as: next })
      expect(proven.status).to.equal(200)
      const { identifiers } = (await send(api.url, '/v1/me', { session })).body
      expect(identifiers.map(({ kind }: { kind: string }) => kind)).to.deep.equal(['card', 'phone'])
      const [told, ...others] = await receiveMessages(api)
      expect([told?.kind, told?.to, others.length]).to.deep.equal(['phone', '+442079460958', 0])
      expect(told?.text).to.include('is no longer linked to you').and.to.include('n’est plus associé à vous')
    })

    it('is kept encrypted with the consent, and not at all without it', async function () {
      await start()
      await prove(await receiveCode(api), { notices: false })
      const row = async () => db.memberIdentifier.findFirstOrThrow({ where: { kind: 'email' } })
      expect((await row()).contact).to.equal(null)
      await start()
      await prove(await receiveCode(api))
      expect((await row()).contact).to.be.a('string')
      const kept = JSON.stringify([
        await db.memberIdentifier.findMany(),
        await db.message.findMany().then((rows) => rows.map(({ seq, ...message }) => [String(seq), message])),
        await db.oneTimeCode.findMany(),
      ])
      expect(kept).to.not.include('ada@')
      await start()
      await prove(await receiveCode(api), { notices: false })
      expect((await row()).contact, 'taken back').to.equal(null)
    })

    it(`is one of at most ${PROVEN_IDENTIFIERS_MAX}, of which a known one can be proved again`, async function () {
      for (let at = 0; at < PROVEN_IDENTIFIERS_MAX; at++) {
        const identifier = { kind: 'email', value: `ada${at}@example.com` }
        expect((await proveAs(session, identifier)).status).to.equal(200)
        await receiveMessages(api)
      }
      expect((await proveAs(session)).body.code).to.equal('identifiers_too_many')
      expect((await proveAs(session, { kind: 'email', value: 'ada0@example.com' })).status).to.equal(200)
    })
  })

  describe('the code', function () {
    it('is asked for with the same answer whether the address is known or not', async function () {
      await enrol(squatter, EMAIL)
      await proveAs(await someone(), PHONE)
      await receiveMessages(api)
      const answers = []
      for (const identifier of [EMAIL, PHONE, { kind: 'email', value: 'nobody@example.com' }]) {
        const { status, body } = await start(identifier)
        answers.push([status, body])
      }
      expect(answers[0]).to.deep.equal(answers[2])
      expect(answers[1]).to.deep.equal(answers[2])
      expect(await receiveMessages(api)).to.have.length(3)
    })

    it('counts once, until it expires, for its own address and its own member', async function () {
      const thief = await someone()
      await start(EMAIL, thief)
      const theirs = await receiveCode(api)
      await start()
      const code = await receiveCode(api)
      expect((await prove(theirs)).body.code, 'of another member').to.equal('code_wrong')
      expect((await prove(code, { identifier: PHONE })).body.code, 'of another address').to.equal('code_wrong')
      expect((await prove(code)).status).to.equal(200)
      expect((await prove(code)).body.code, 'a second time').to.equal('code_wrong')
      for (const [ms, status] of [
        [CODE_MS_MAX - 1, 200],
        [CODE_MS_MAX, 422],
      ] as const) {
        await start(PHONE)
        const late = await receiveCode(api)
        api.clock.advance(ms)
        expect((await prove(late, { identifier: PHONE })).status, String(ms)).to.equal(status)
        await receiveMessages(api)
      }
    })

    it('is void once another was asked for', async function () {
      await start()
      const first = await receiveCode(api)
      await start()
      const second = await receiveCode(api)
      expect((await prove(first)).body.code).to.equal('code_wrong')
      expect((await prove(second)).status).to.equal(200)
    })

    it('can be tried a few times', async function () {
      for (const [wrong, status] of [
        [CODE_TRIES_MAX - 1, 200],
        [CODE_TRIES_MAX, 422],
      ] as const) {
        await start()
        const code = await receiveCode(api)
        for (let tried = 0; tried < wrong; tried++)
          expect((await prove(anotherCode(code))).body.code).to.equal('code_wrong')
        expect((await prove(code)).status, `after ${wrong}`).to.equal(status)
      }
    })

    it('is sent to one address only so often an hour, whoever asks', async function () {
      for (let asked = 0; asked < CODES_PER_IDENTIFIER_MAX; asked++)
        expect((await start(EMAIL, await someone())).status).to.equal(202)
      expect((await start()).body.code).to.equal('too_many_requests')
      expect((await start(PHONE)).status).to.equal(202)
      api.clock.advance(CODES_PER_IDENTIFIER_WINDOW_MS)
      expect((await start(EMAIL, await aSession(api.deps, owner))).status).to.equal(202)
    })

    it('is sent only so often a day for one member', async function () {
      const to = (at: number) => ({ kind: 'email', value: `ada${at}@example.com` })
      for (let asked = 0; asked < CODES_PER_MEMBER_MAX; asked++) expect((await start(to(asked))).status).to.equal(202)
      expect((await start(to(99))).body.code).to.equal('too_many_requests')
    })

    it('needs a channel', async function () {
      await api.close()
      api = await startApi(db, { overrides: { channelKinds: new Set(['email'] as const) } })
      expect((await start(PHONE)).body).to.deep.include({ code: 'channel_unavailable', details: { kind: 'phone' } })
      expect((await start()).status).to.equal(202)
    })
  })

  describe('at a till', function () {
    const startAtTill = async (member: unknown, partner = other) =>
      send(api.url, '/v1/members/identifiers', { key: partner.key, body: { member, identifier: EMAIL } })
    const proveAtTill = async (member: unknown, code: string, partner = other) =>
      send(api.url, '/v1/members/identifiers/proof', {
        key: partner.key,
        body: { member, identifier: EMAIL, code, notices: true },
      })

    it('is proved with the card that is shown and the code that the customer reads out', async function () {
      const shown = { kind: 'card', value: card }
      expect((await startAtTill(shown)).status).to.equal(202)
      const code = await receiveCode(api)
      expect((await proveAtTill(shown, anotherCode(code))).body.code).to.equal('code_wrong')
      const { status, body } = await proveAtTill(shown, code)
      expect([status, body.memberId]).to.deep.equal([200, owner])
      expect((await buy(other, EMAIL)).body.memberId).to.equal(owner)
      expect((await buy(squatter, EMAIL)).body.code, 'nobody was shown anything there').to.equal('member_unknown')
    })

    it('takes the card, and no mere number of a member', async function () {
      for (const member of [{ kind: 'member', value: owner }, EMAIL])
        expect((await startAtTill(member)).body.code).to.equal('malformed_request')
      expect((await startAtTill({ kind: 'card', value: '9000000000000019' })).body.code).to.equal('member_unknown')
    })

    it('is a code that one partner has sent only so often an hour', async function () {
      for (let asked = 0; asked < CODES_PER_PARTNER_MAX; asked++)
        await api.deps.codeLimits.ofPartner.take(String(other.id))
      const shown = { kind: 'card', value: card }
      expect((await startAtTill(shown)).body.code).to.equal('too_many_requests')
      expect((await startAtTill(shown, squatter)).status).to.equal(202)
    })
  })
})
