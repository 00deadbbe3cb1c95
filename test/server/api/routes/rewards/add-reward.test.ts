import { expect } from 'chai'
import { randomUUID } from 'node:crypto'

import { issueClaim } from '../../../../../server/actions/rewards/issue-claim.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { REWARD_POINTS_MAX } from '../../../../../server/domain/reward-terms.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aHold, captured, store } from '../../../../support/reward-rows.ts'
import { aMember, anOperatorKey, aPartner, aSession, send, type TestPartner } from '../../support/coalition.ts'
import { followChainTo } from '../../support/ledger.ts'
import { NOW, startApi, type RunningApi } from '../../support/running-api.ts'

const TEXTS = {
  en: { title: 'A paperback', description: 'Any of them' },
  fr: { title: 'Un livre de poche', description: "N'importe lequel" },
}
const DAY_MS = 86_400_000

describe('rewards', function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner
  let stranger: TestPartner

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps)
    stranger = await aPartner(api.deps, 'Stranger')
  })

  afterEach(() => api.close())

  const add = (body: object, key = partner.key) =>
    send(api.url, '/v1/rewards', { key, body: { kind: 'product', texts: TEXTS, points: '500', ...body } })
  const list = async (query = '') => (await send(api.url, `/v1/rewards${query}`)).body
  const idsOf = async (query = '') => (await list(query)).data.map(({ rewardId }: { rewardId: string }) => rewardId)

  async function aCharity(name = 'Lifeboats') {
    const key = await anOperatorKey(api.deps)
    return (await send(api.url, '/v1/charities', { key, body: { name } })).body.charityId as string
  }

  /** A claim of a new member, as a capture issues it. */
  async function claim(rewardId: string, memberId: string = randomUUID()) {
    const hold = aHold({ heldAt: api.clock.now(), rewardId, memberId, partnerId: partner.id })
    const redemption = captured(hold, api.clock.now())
    await store(db, 'redemption', redemption)
    const issued = await db.transaction((tx) => issueClaim(tx, api.deps, { redemption, now: api.clock.now() }))
    return { ...issued, redemption }
  }

  /** The ledger burns the points of a redemption. */
  const burn = ({
    account,
    nonce,
    points,
    rewardHash,
  }: {
    account: string
    nonce: number | null
    points: bigint
    rewardHash: string
  }) =>
    db.redemptionEvent.create({
      data: {
        blockNumber: 1n,
        logIndex: 0,
        kind: 'redeemed',
        partnerId: partner.id,
        account,
        nonce,
        points,
        reward: rewardHash,
        orderHash: null,
        reason: null,
        includedAt: NOW,
        transactionHash: '0x',
      },
    })

  describe('POST /v1/rewards', function () {
    it('offers each of the six kinds, and shows them to everybody in both languages', async function () {
      const charityId = await aCharity()
      const kinds = {
        basket_discount: { discountMinor: '500', basketMinMinor: '2000' },
        product: { perMemberMax: 1 },
        service: { claimDays: 30, tier: 'gold' },
        gift_code: {},
        access: {},
        donation: { charityId },
      }
      for (const [kind, terms] of Object.entries(kinds)) {
        const { status, body } = await add({ kind, ...terms })
        expect(status, kind).to.equal(201)
        expect(body, kind).to.deep.include({ kind, texts: TEXTS, points: '500', ...(kind === 'donation' ? {} : terms) })
        expect((await send(api.url, `/v1/rewards/${body.rewardId}`)).body, kind).to.deep.equal(body)
      }
      const { data: rewards } = await list()
      expect(rewards.map(({ kind }: { kind: string }) => kind)).to.deep.equal(Object.keys(kinds).reverse())
      expect(rewards[0]).to.include({
        charityName: 'Lifeboats',
        partnerName: 'Harbour Books',
        currency: 'GBP',
        stockLeft: null,
      })
      expect(rewards[2].stockLeft).to.equal('0')
    })

    for (const [what, terms, field] of [
      ['a price of nothing', { points: '0' }, 'points'],
      ['a price that no order can have', { points: String(REWARD_POINTS_MAX + 1n) }, 'points'],
      ['a discount without an amount', { kind: 'basket_discount' }, 'discountMinor'],
      ['a discount of nothing', { kind: 'basket_discount', discountMinor: '0' }, 'discountMinor'],
      ['an amount that is no discount: never cash', { kind: 'product', discountMinor: '500' }, 'discountMinor'],
      ['a donation to nobody', { kind: 'donation' }, 'charityId'],
      ['a gift code with a stock beside its pool', { kind: 'gift_code', stock: '5' }, 'stock'],
      [
        'an end before the beginning',
        { validFrom: '2026-12-01T00:00:00Z', validUntil: '2026-12-01T00:00:00Z' },
        'validUntil',
      ],
    ] as [string, object, string][])
      it(`refuses ${what}`, async function () {
        const { status, body } = await add(terms)
        expect([status, body.code, body.details.field]).to.deep.equal([422, 'reward_terms_invalid', field])
      })

    it('takes the highest price that an order can have', async function () {
      expect((await add({ points: String(REWARD_POINTS_MAX) })).status).to.equal(201)
    })

    for (const [what, terms] of Object.entries({
      'a kind that is money': { kind: 'cash' },
      'no English': { texts: { fr: TEXTS.fr } },
      'a language that nobody asked for': { texts: { ...TEXTS, de: TEXTS.en } },
      'a picture of elsewhere': { pictureUrl: 'https://points.example/x.png' },
      'a title that is too long': { texts: { en: { title: 'x'.repeat(81), description: 'x' } } },
    }))
      it(`refuses ${what} as malformed`, async function () {
        expect((await add(terms)).body.code).to.equal('malformed_request')
      })

    it('refuses a charity that is not listed', async function () {
      const { status, body } = await add({ kind: 'donation', charityId: randomUUID() })
      expect([status, body.code]).to.deep.equal([404, 'charity_unknown'])
    })
  })

  describe('GET /v1/rewards', function () {
    it('shows what can be had now, by partner and page by page', async function () {
      const mine = [(await add({})).body.rewardId, (await add({})).body.rewardId]
      const theirs = (await add({}, stranger.key)).body.rewardId
      const [soon, over] = [new Date(NOW.getTime() + 1), new Date(NOW.getTime() + DAY_MS)]
      await add({ validFrom: soon.toISOString() })
      const ending = (await add({ validUntil: over.toISOString() })).body.rewardId
      expect(await idsOf()).to.deep.equal([ending, theirs, ...mine.toReversed()])
      expect(await idsOf(`?partnerId=${stranger.id}`)).to.deep.equal([theirs])
      const page = await list('?limit=3')
      expect(await idsOf(`?limit=3&cursor=${page.nextCursor}`)).to.deep.equal([mine[0]])
      expect((await list(`?cursor=${page.nextCursor}`)).nextCursor).to.equal(null)
      api.clock.advance(DAY_MS)
      expect(await idsOf())
        .to.have.length(4)
        .and.to.not.include(ending)
    })
  })

  describe('POST /v1/rewards/{rewardId}/withdraw', function () {
    it('takes it out of the catalogue, for its partner only, as often as it is asked', async function () {
      const { rewardId } = (await add({})).body
      const withdraw = (key: string) => send(api.url, `/v1/rewards/${rewardId}/withdraw`, { method: 'POST', key })
      expect((await withdraw(stranger.key)).body.code).to.equal('reward_unknown')
      const first = await withdraw(partner.key)
      api.clock.advance(1_000)
      expect((await withdraw(partner.key)).body.withdrawnAt).to.equal(first.body.withdrawnAt)
      expect(await idsOf()).to.deep.equal([])
      expect((await send(api.url, `/v1/rewards/${rewardId}`)).status).to.equal(200)
    })
  })

  describe('POST /v1/rewards/{rewardId}/codes', function () {
    it('fills the pool, leaves out what is there, and takes codes for gift codes of one’s own only', async function () {
      const { rewardId } = (await add({ kind: 'gift_code' })).body
      const fill = (codes: string[], key = partner.key, id = rewardId) =>
        send(api.url, `/v1/rewards/${id}/codes`, { key, body: { codes } })
      expect((await fill(['A', 'B', 'A'])).body).to.deep.equal({ added: 2, known: 1, left: '2' })
      expect((await fill(['B', 'C'])).body).to.deep.equal({ added: 1, known: 1, left: '3' })
      expect((await list()).data[0].stockLeft).to.equal('3')
      expect((await fill(['D'], stranger.key)).body.code).to.equal('reward_unknown')
      const product = (await add({})).body.rewardId
      expect((await fill(['D'], partner.key, product)).body.code).to.equal('reward_terms_invalid')
      expect((await fill([])).body.code).to.equal('malformed_request')
      expect((await fill(Array.from({ length: 1_001 }, (_, at) => String(at)))).body.code).to.equal('malformed_request')
      expect((await fill(Array.from({ length: 1_000 }, (_, at) => `N${String(at)}`))).body.added).to.equal(1_000)
    })
  })

  describe('a claim', function () {
    const find = (voucher: string | null, key = partner.key) =>
      send(api.url, '/v1/claims/search', { key, body: { voucher } })
    const redeem = (id: string, key = partner.key, beforeBurned = true) =>
      send(api.url, `/v1/claims/${id}/redeem`, { key, body: { beforeBurned } })

    it('is found by its voucher, however it was typed, at its partner only', async function () {
      const { voucher: given, id, memberId } = await claim((await add({})).body.rewardId)
      const voucher = String(given)
      for (const typed of [voucher, voucher.toLowerCase(), voucher.replaceAll('-', ''), voucher.replaceAll('-', ' ')])
        expect((await find(typed)).body).to.include({ claimId: id, state: 'issued', memberId, title: 'A paperback' })
      expect((await find(voucher, stranger.key)).body.code).to.equal('claim_unknown')
      expect((await find('0000-0000-0000')).body.code).to.equal('claim_unknown')
      expect((await find('%')).body.code).to.equal('claim_unknown')
    })

    it('is found by a voucher that stands in no address and in no log', async function () {
      const { voucher } = await claim((await add({})).body.rewardId)
      expect((await find(voucher)).status).to.equal(200)
      expect(api.logged()).to.include('findClaim').and.not.include(voucher)
      const { body: document } = await send(api.url, '/openapi.json')
      for (const [path, operations] of Object.entries<Record<string, unknown>>(document.paths)) {
        const parameters = Object.values(operations).map((one) => (one as { parameters?: unknown[] }).parameters ?? [])
        expect(JSON.stringify([path, parameters])).to.not.match(/voucher/i)
      }
    })

    it('is used once', async function () {
      const { id } = await claim((await add({})).body.rewardId)
      expect((await redeem(id, stranger.key)).body.code).to.equal('claim_unknown')
      const outcomes = await Promise.all([redeem(id), redeem(id), redeem(id)])
      expect(outcomes.map(({ status }) => status).sort()).to.deep.equal([200, 409, 409])
      const { body } = await redeem(id)
      expect([body.code, body.details.state]).to.deep.equal(['claim_not_usable', 'redeemed'])
    })

    it('is used once its points are burned for good, or where its partner takes the risk', async function () {
      const { rewardId } = (await add({})).body
      const [early, late] = [await claim(rewardId), await claim(rewardId)]
      const codeOf = async ({ id }: { id: string }, beforeBurned = false) => {
        const { status, body } = await redeem(id, partner.key, beforeBurned)
        return [status, body.code ?? body.state]
      }
      expect(await codeOf(early)).to.deep.equal([409, 'claim_not_burned'])
      expect(await codeOf(early, true)).to.deep.equal([200, 'redeemed'])
      await burn(late.redemption)
      expect(await codeOf(late)).to.deep.equal([409, 'claim_not_burned'])
      await followChainTo(db, { number: 2n, finalizedNumber: 0n })
      expect(await codeOf(late)).to.deep.equal([409, 'claim_not_burned'])
      await db.chainCursor.updateMany({ data: { finalizedNumber: 1n } })
      expect(await codeOf(late)).to.deep.equal([200, 'redeemed'])
    })

    it('can be used in its last millisecond, and has expired after it', async function () {
      const { rewardId } = (await add({ claimDays: 1 })).body
      const [inTime, late] = [await claim(rewardId), await claim(rewardId)]
      api.clock.advance(DAY_MS - 1)
      expect((await redeem(inTime.id)).body.state).to.equal('redeemed')
      api.clock.advance(1)
      expect((await find(late.voucher)).body.state).to.equal('expired')
      const { body } = await redeem(late.id)
      expect([body.code, body.details.state]).to.deep.equal(['claim_not_usable', 'expired'])
    })

    it('is listed to its member, who sees a gift code once its points are burned, and to no other', async function () {
      const { rewardId } = (await add({ kind: 'gift_code' })).body
      await send(api.url, `/v1/rewards/${rewardId}/codes`, { key: partner.key, body: { codes: ['SECRET-CODE'] } })
      const { id: memberId } = (await aMember(api.deps)).member
      const [session, other] = [
        await aSession(api.deps, memberId),
        await aSession(api.deps, (await aMember(api.deps)).member.id),
      ]
      const issued = await claim(rewardId, memberId)
      const mine = async (token: string) => (await send(api.url, '/v1/me/claims', { session: token })).body.data
      expect(await mine(session)).to.have.length(1)
      expect((await mine(session))[0]).to.include({ claimId: issued.id, state: 'issued', code: null, points: '500' })
      await burn(issued.redemption)
      expect((await mine(session))[0].code).to.equal('SECRET-CODE')
      expect(await mine(other)).to.deep.equal([])
      expect(JSON.stringify((await find(issued.voucher)).body)).to.not.include('SECRET-CODE')
    })
  })

  describe('charities', function () {
    it('are listed by the operator, once each, for everybody to see', async function () {
      await aCharity('Beta')
      await aCharity('Alpha')
      const { body } = await send(api.url, '/v1/charities')
      expect(body.data.map(({ name }: { name: string }) => name)).to.deep.equal(['Alpha', 'Beta'])
      const again = await send(api.url, '/v1/charities', {
        key: await anOperatorKey(api.deps),
        body: { name: 'Alpha' },
      })
      expect([again.status, again.body.code]).to.deep.equal([409, 'charity_exists'])
    })
  })
})
