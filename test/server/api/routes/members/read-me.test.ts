import { expect } from 'chai'

import { CARD_CODE_MS_MAX } from '../../../../../server/actions/members/card-code.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { isCardNumber } from '../../../../../server/domain/identifiers.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aMember, aPartner, aSession, send, type TestPartner } from '../../support/coalition.ts'
import { batchOpenEntries, followChainTo, postBatch, postDirectly } from '../../support/ledger.ts'
import { NOW, startApi, type RunningApi } from '../../support/running-api.ts'

describe('what a signed-in member sees', function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner
  let memberId: string
  let session: string
  let other: string

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps)
    memberId = (await aMember(api.deps)).member.id
    session = await aSession(api.deps, memberId)
    other = await aSession(api.deps, (await aMember(api.deps)).member.id)
  })

  afterEach(() => api.close())

  const read = async (path: string, token = session) => (await send(api.url, path, { session: token })).body
  const buy = (orderRef: string, amountMinor: string, minutesAgo: number) =>
    send(api.url, '/v1/purchases', {
      key: partner.key,
      body: {
        orderRef,
        member: { kind: 'member', value: memberId },
        currency: 'GBP',
        amountMinor,
        occurredAt: new Date(api.clock.now().getTime() - minutesAgo * 60_000).toISOString(),
      },
    })

  async function earn() {
    await buy('first', '1999', 20)
    api.clock.advance(1_000)
    await buy('second', '500', 10)
    await followChainTo(db, { number: 7n, finalizedNumber: 7n })
    await postBatch(db, await batchOpenEntries(db, partner.id, 'posted'), 7n)
  }

  describe('GET /v1/me/card-code', function () {
    const search = (value: string) =>
      send(api.url, '/v1/members/search', { key: partner.key, body: { kind: 'card_code', value } })

    it('is a code that any till takes for a minute, as often as it likes', async function () {
      const { code, expiresAt } = await read('/v1/me/card-code')
      expect(Date.parse(expiresAt)).to.be.at.most(NOW.getTime() + CARD_CODE_MS_MAX)
      const found = [await search(code), await search(code)]
      expect(found.map(({ body }) => body.memberId)).to.deep.equal([memberId, memberId])
      api.clock.advance(CARD_CODE_MS_MAX - 1)
      expect((await search(code)).status).to.equal(200)
      api.clock.advance(1)
      expect((await search(code)).body).to.deep.include({ code: 'member_unknown', details: { kind: 'card_code' } })
    })

    it('is refused when a character of it was altered', async function () {
      const { code } = await read('/v1/me/card-code')
      const theirs = (await read('/v1/me/card-code', other)).code
      const [, id = '', expiry = '', mac = ''] = code.split('.')
      const altered = [
        `EN1.${theirs.split('.')[1]}.${expiry}.${mac}`,
        `EN1.${id}.${Number(expiry) + 60}.${mac}`,
        `EN1.${id}.${expiry}.${'0'.repeat(32)}`,
        `EN2.${id}.${expiry}.${mac}`,
        `${code}0`,
        code.slice(0, -1),
      ]
      for (const one of altered) expect((await search(one)).body.code, one).to.equal('member_unknown')
    })

    it('earns like a card', async function () {
      const { code } = await read('/v1/me/card-code')
      const { status, body } = await send(api.url, '/v1/purchases', {
        key: partner.key,
        body: {
          orderRef: 'by code',
          member: { kind: 'card_code', value: code },
          currency: 'GBP',
          amountMinor: '1000',
          occurredAt: NOW.toISOString(),
        },
      })
      expect([status, body.memberId]).to.deep.equal([201, memberId])
    })
  })

  describe('POST /v1/me/card', function () {
    it('gives a member without a card a number that tills know, once', async function () {
      await db.memberIdentifier.deleteMany({ where: { memberId } })
      const { status, body } = await send(api.url, '/v1/me/card', { method: 'POST', session })
      expect([status, isCardNumber(body.cardNumber)]).to.deep.equal([201, true])
      const found = await send(api.url, '/v1/members/search', {
        key: partner.key,
        body: { kind: 'card', value: body.cardNumber },
      })
      expect(found.body.memberId).to.equal(memberId)
      const again = await send(api.url, '/v1/me/card', { method: 'POST', session })
      expect([again.status, again.body.code]).to.deep.equal([409, 'identifier_taken'])
    })
  })

  describe('GET /v1/me/history', function () {
    it('says what happened, newest first, and why these points; to nobody else', async function () {
      await earn()
      const { data: items, nextCursor } = await read('/v1/me/history')
      expect(items.map(({ points }: { points: string }) => points)).to.deep.equal(['5', '19'])
      expect(items[1]).to.deep.include({
        kind: 'accrual',
        partnerName: 'Harbour Books',
        reference: 'first',
        state: 'final',
        why: { amountMinor: '1999', currency: 'GBP', eligibleMinor: '1999', rulePoints: '1', rulePerMinor: '100' },
      })
      expect(nextCursor).to.equal(null)
      expect(await read('/v1/me/history', other)).to.deep.equal({ data: [], nextCursor: null })
    })

    it('tells of points that a partner gave and took on the ledger by itself, which have no receipt', async function () {
      await earn()
      const [{ address: account } = { address: '' }] = await db.member.findMany({ where: { id: memberId } })
      const movements: [string, bigint][] = [
        [account, 7n],
        [account, -3n],
        [`0x${'9e'.repeat(20)}`, 50n],
      ]
      const direct = { partnerId: partner.id, firstEntry: 3n, movements }
      const { transactionHash } = await postDirectly(db, direct, 8n)
      const { data: items } = await read('/v1/me/history')
      const own = items.filter(({ isDirect }: { isDirect: boolean }) => isDirect)
      expect(items).to.have.length(4)
      const same = { partnerName: 'Harbour Books', state: 'confirmed', entryId: null, reference: null, transactionHash }
      expect(own[0]).to.deep.include({ kind: 'accrual_reversal', points: '-3', ...same })
      expect(own[1]).to.deep.include({ kind: 'accrual', points: '7', ...same })
      expect((await read('/v1/me')).pointsConfirmed).to.equal('28')
      expect((await read('/v1/me/history', other)).data).to.deep.equal([])
      const days = (await read('/v1/me/points-over-time?days=30')).data
      expect(days.at(-1).points).to.equal('28')
    })

    it('goes on where a page ended', async function () {
      await earn()
      const first = await read('/v1/me/history?limit=1')
      const second = await read(`/v1/me/history?limit=1&cursor=${first.nextCursor}`)
      expect([first.data[0].reference, second.data[0].reference]).to.deep.equal(['second', 'first'])
      expect(second.nextCursor).to.equal(null)
      for (const cursor of ['x', '_', '1_', '99999999999999999_a'])
        expect((await read(`/v1/me/history?cursor=${cursor}`)).code, cursor).to.equal('malformed_request')
    })

    it('tells of points that expired, when they did, although nothing on the ledger moved', async function () {
      await earn()
      api.clock.advance(7 * 90 * 86_400_000)
      const me = await aSession(api.deps, memberId)
      const { data: items } = await read('/v1/me/history?limit=1', me)
      expect(items[0]).to.include({ kind: 'expiry', points: '-24', state: 'final' })
      expect(Date.parse(items[0].at)).to.be.lessThan(api.clock.now().getTime())
    })
  })

  describe('GET /v1/me/points-over-time', function () {
    it('counts the points at the end of each day', async function () {
      await earn()
      api.clock.advance(86_400_000)
      const { data: days } = await read('/v1/me/points-over-time?days=30')
      expect(days).to.have.length(30)
      expect(days.slice(-3)).to.deep.equal([
        { date: '2026-11-22', points: '0' },
        { date: '2026-11-23', points: '24' },
        { date: '2026-11-24', points: '24' },
      ])
    })

    it('ends with the balance of now', async function () {
      await earn()
      const { data: days } = await read('/v1/me/points-over-time?days=30')
      expect((await read('/v1/me')).pointsConfirmed).to.equal('24')
      expect(days.at(-1)).to.deep.equal({ date: '2026-11-23', points: '24' })
    })

    it('ends with the balance although the ledger’s clock is ahead', async function () {
      await earn()
      await db.$executeRaw`update posted_batch set included_at = included_at + interval '90 seconds'`
      await db.$executeRaw`update block set timestamp = timestamp + interval '90 seconds'`
      const { data: days } = await read('/v1/me/points-over-time?days=30')
      expect((await read('/v1/me')).pointsConfirmed).to.equal('24')
      expect(days.at(-1).points).to.equal('24')
    })

    for (const [days, isTaken] of [
      ['29', false],
      ['30', true],
      ['730', true],
      ['731', false],
      ['-1', false],
    ] as const)
      it(`${isTaken ? 'takes' : 'refuses'} ${days} days`, async function () {
        expect((await send(api.url, `/v1/me/points-over-time?days=${days}`, { session })).status).to.equal(
          isTaken ? 200 : 400,
        )
      })
  })

  describe('GET /v1/me/receipts/{entryId}', function () {
    it('is what the partner is given, for the member’s own entries only', async function () {
      await earn()
      const { entryId } = (await read('/v1/me/history')).data[0]
      const own = await read(`/v1/me/receipts/${entryId}`)
      const partners = await send(api.url, `/v1/receipts/${entryId}`, { key: partner.key })
      expect(own).to.deep.equal(partners.body)
      expect((await read(`/v1/me/receipts/${entryId}`, other)).code).to.equal('receipt_unknown')
    })
  })

  it('and anybody may see where the ledger is', async function () {
    const { status, body } = await send(api.url, '/v1/ledger')
    expect(status).to.equal(200)
    expect(body).to.deep.include({ chainId: 31_337, symbol: 'POINTS', decimals: 0, rpcUrl: null })
    expect(body.partners).to.deep.equal([{ partnerId: partner.id, name: 'Harbour Books', currency: 'GBP' }])
  })
})
