import { expect } from 'chai'

import { RATE_MINOR_MAX, RATE_POINTS_MAX } from '../../../../../server/actions/partners/earning-rule-terms.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { anOperatorKey, send } from '../../support/coalition.ts'
import { NOW, type RunningApi } from '../../support/running-api.ts'
import { openTill, type Till } from '../../support/till.ts'

describe('what points are earned by and worth', function () {
  let db: Database
  let api: RunningApi
  let till: Till
  let operator: string

  beforeEach(async function () {
    ;({ db, api, till } = await openTill())
    operator = await anOperatorKey(api.deps)
  })

  afterEach(() => api.close())

  const path = (what: string) => `/v1/partners/${String(till.partner.id)}/${what}`
  const set = (what: 'earning-rules' | 'redeem-rates', body: object) =>
    send(api.url, path(what), { key: operator, body })
  const list = (what: 'earning-rules' | 'redeem-rates') => send(api.url, path(what), { key: operator })
  const rate = (changes: object = {}) => set('redeem-rates', { points: '100', minor: '50', ...changes })
  const rule = (changes: object = {}) =>
    set('earning-rules', { points: '1', perMinor: '100', pointsMax: '1000', ...changes })
  const asTill = (address: string, body: object) => send(api.url, address, { key: till.partner.key, body })
  const member = () => ({ kind: 'card', value: till.card })
  const sell = (changes: object = {}) =>
    asTill('/v1/purchases', {
      orderRef: 'T1',
      member: member(),
      currency: 'EUR',
      amountMinor: '1999',
      occurredAt: NOW.toISOString(),
      ...changes,
    })
  const later = (ms: number) => new Date(NOW.getTime() + ms).toISOString()

  describe('redeem rates', function () {
    it('are told of a new partner as if they had been asked for, by the digits of its currency', async function () {
      const added = async (name: string, currency: string, more: object = {}) => {
        const earningRule = { points: '1', perMinor: '1000', pointsMax: '1000' }
        const body = { name, currency, earningRule, allowance: '10', dailyLimit: '10', ...more }
        const answer = await send(api.url, '/v1/partners', { key: operator, body })
        expect(answer.status, JSON.stringify(answer.body)).to.equal(201)
        return answer.body.redeemRates.map((one: { points: string; minor: string }) => [one.points, one.minor])
      }
      expect(await added('Pence', 'GBP')).to.deep.equal([['1', '1']])
      expect(await added('Yen', 'JPY')).to.deep.equal([['1', '1']])
      expect(await added('Fils', 'KWD')).to.deep.equal([['1', '10']])
      expect(await added('Asked', 'HUF', { redeemRate: { points: '3', minor: '200' } })).to.deep.equal([['3', '200']])
    })

    it('take money off by the version that counts when the points are held, rounded down', async function () {
      const before = await till.hold({ points: '101' })
      const changed = await rate()
      expect([changed.status, changed.body.version, changed.body.validFrom]).to.deep.equal([201, 2, NOW.toISOString()])
      const quote = await asTill('/v1/redemptions/quote', { member: member(), points: '101' })
      expect(quote.body).to.deep.include({
        valueMinor: '50',
        currency: 'GBP',
        redeemRate: { redeemRateId: changed.body.redeemRateId, points: '100', minor: '50' },
      })
      const held = await till.hold({ points: '101' })
      expect([before.body.valueMinor, held.body.valueMinor]).to.deep.equal(['101', '50'])
      // What was held before keeps its value.
      expect((await till.read(before.body.redemptionId)).body.valueMinor).to.equal('101')
      expect((await till.hold({ points: '1' })).body).to.deep.include({ code: 'points_out_of_range' })
    })

    it('count from a moment to come when they say so', async function () {
      expect((await rate({ validFrom: later(60_000) })).status).to.equal(201)
      expect((await till.hold({ points: '100' })).body.valueMinor).to.equal('100')
      api.clock.advance(60_000)
      expect((await till.hold({ points: '100' })).body.valueMinor).to.equal('50')
    })

    it('never change what was: now is the earliest, but for the first one in a currency', async function () {
      expect((await rate({ validFrom: later(-1) })).body.code).to.equal('valid_from_in_past')
      expect((await rate({ validFrom: later(0) })).status).to.equal(201)
      expect((await rate({ currency: 'EUR', validFrom: '2020-01-01T00:00:00Z' })).status).to.equal(201)
      expect((await rate({ currency: 'EUR', validFrom: '2020-01-01T00:00:00Z' })).body.code).to.equal(
        'valid_from_in_past',
      )
    })

    it('are per currency: a basket in euros goes by the rate in euros', async function () {
      const hold = (changes: object = {}) => till.hold({ points: '100', currency: 'EUR', ...changes })
      expect((await hold()).body).to.deep.include({ code: 'currency_mismatch' })
      await rate({ currency: 'EUR', points: '4', minor: '3', validFrom: later(60_000) })
      expect((await hold()).body.code).to.equal('no_redeem_rate')
      api.clock.advance(60_000)
      const held = await hold({ reference: 'E1' })
      expect(held.body).to.deep.include({ valueMinor: '75', currency: 'EUR' })
      expect((await till.read(held.body.redemptionId)).body).to.deep.include({ valueMinor: '75', currency: 'EUR' })
      expect((await hold({ reference: 'E1' })).status).to.equal(200)
      const other = await hold({ reference: 'E1', currency: 'GBP' })
      expect([other.body.code, other.body.details.fields]).to.deep.equal(['redemption_conflict', ['currency']])
      expect((await hold({ basketMinor: '74' })).body.code).to.equal('points_out_of_range')
    })

    it('are a minor unit a point for a partner that is older than rates', async function () {
      await db.redeemRate.deleteMany()
      const { body } = await till.hold({ points: '100' })
      expect([body.valueMinor, body.currency]).to.deep.equal(['100', 'GBP'])
      const quote = await asTill('/v1/redemptions/quote', { member: member(), points: '100' })
      expect(quote.body.redeemRate).to.deep.equal({ redeemRateId: null, points: '1', minor: '1' })
    })

    for (const [what, body, code] of [
      ['the most points', { points: String(RATE_POINTS_MAX) }, undefined],
      ['too many points', { points: String(RATE_POINTS_MAX + 1n) }, 'amount_out_of_range'],
      ['no points', { points: '0' }, 'amount_out_of_range'],
      ['one point', { points: '1' }, undefined],
      ['the most money', { minor: String(RATE_MINOR_MAX) }, undefined],
      ['too much money', { minor: String(RATE_MINOR_MAX + 1n) }, 'amount_out_of_range'],
      ['no money', { minor: '0' }, 'amount_out_of_range'],
      ['a currency that does not exist', { currency: 'ABC' }, 'malformed_request'],
      ['gold', { currency: 'XAU' }, 'malformed_request'],
      ['forints', { currency: 'HUF' }, undefined],
    ] as const)
      it(`${code === undefined ? 'take' : 'refuse'} ${what}`, async function () {
        expect((await rate(body)).body.code).to.equal(code)
      })
  })

  describe('earning rules', function () {
    it('let a partner trade in one more currency, each purchase by the rule of its own', async function () {
      expect((await sell()).body).to.deep.include({ code: 'currency_mismatch' })
      expect((await sell()).body.details).to.deep.equal({ expected: 'GBP', actual: 'EUR' })
      const added = await rule({ currency: 'EUR', points: '3', perMinor: '200' })
      expect([added.status, added.body.version, added.body.currency]).to.deep.equal([201, 2, 'EUR'])
      const sold = await sell()
      expect([sold.status, sold.body.points, sold.body.currency]).to.deep.equal([201, '29', 'EUR'])
      expect((await sell({ orderRef: 'T2', currency: 'GBP' })).body.points).to.equal('19')
      expect((await sell({ orderRef: 'T3', currency: 'JPY' })).body.details.expected).to.equal('GBP, EUR')
      const quote = await asTill('/v1/purchases/quote', { currency: 'EUR', amountMinor: '1999' })
      expect(quote.body.points).to.equal('29')
    })

    it('take a return back in the currency of its purchase only', async function () {
      await rule({ currency: 'EUR' })
      await sell()
      const back = (changes: object) =>
        asTill('/v1/returns', { returnRef: 'R1', amountMinor: '1000', occurredAt: NOW.toISOString(), ...changes })
      const mismatch = await back({ orderRef: 'T1', currency: 'GBP' })
      expect([mismatch.body.code, mismatch.body.details]).to.deep.equal([
        'currency_mismatch',
        { expected: 'EUR', actual: 'GBP' },
      ])
      // Without its order, a return in pounds finds no purchase in pounds.
      const unmatched = await back({ member: member(), currency: 'GBP' })
      expect([unmatched.status, unmatched.body.unmatchedMinor]).to.deep.equal([201, '1000'])
      const matched = await back({ returnRef: 'R2', member: member(), currency: 'EUR' })
      expect([matched.body.unmatchedMinor, matched.body.points.replace('-', '')]).to.deep.equal(['0', '10'])
    })

    it('never change what was earned, nor what will be told late', async function () {
      expect((await rule({ validFrom: later(-1) })).body.code).to.equal('valid_from_in_past')
      expect((await rule({ points: '5', validFrom: later(0) })).status).to.equal(201)
      const told = await sell({ currency: 'GBP', occurredAt: later(-1) })
      expect([told.body.points, told.body.earning.version]).to.deep.equal(['19', 1])
    })
  })

  it('are listed with their history, newest first, for the operator alone', async function () {
    await rule({ currency: 'EUR' })
    await rate({ currency: 'EUR' })
    await rate({ points: '200' })
    const rules = await list('earning-rules')
    expect(
      rules.body.data.map((one: { version: number; currency: string }) => [one.version, one.currency]),
    ).to.deep.equal([
      [2, 'EUR'],
      [1, 'GBP'],
    ])
    const rates = await list('redeem-rates')
    expect(
      rates.body.data.map((one: { version: number; currency: string; points: string; minor: string }) => [
        one.version,
        one.currency,
        `${one.points} for ${one.minor}`,
      ]),
    ).to.deep.equal([
      [3, 'GBP', '200 for 50'],
      [2, 'EUR', '100 for 50'],
      [1, 'GBP', '1 for 1'],
    ])
    for (const what of ['earning-rules', 'redeem-rates'])
      expect((await send(api.url, path(what), { key: till.partner.key })).status).to.equal(403)
    const unknown = await send(api.url, '/v1/partners/99/redeem-rates', { key: operator })
    expect(unknown.body.code).to.equal('partner_unknown')
  })

  it('are told to a till when it starts, as they are now, the main currency first', async function () {
    await rule({ currency: 'KWD', perMinor: '1000', pointsMax: '500' })
    await rate({ currency: 'AED', points: '10', minor: '1', validFrom: later(60_000) })
    const { body } = await send(api.url, '/v1/partner', { key: till.partner.key })
    const pounds = { points: '1', perMinor: '100', pointsMax: '1000000' }
    expect(body.terms).to.deep.equal([
      { currency: 'GBP', minorDigits: 2, earning: pounds, redeem: { points: '1', minor: '1' } },
      { currency: 'AED', minorDigits: 2, earning: null, redeem: null },
      { currency: 'KWD', minorDigits: 3, earning: { points: '1', perMinor: '1000', pointsMax: '500' }, redeem: null },
    ])
  })
})
