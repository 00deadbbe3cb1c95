import { expect } from 'chai'

import { defaultRedeemRate, redeemTermsOf } from '../../../server/domain/redeem-rates.ts'
import { Rejection } from '../../../server/domain/rejection.ts'

const now = new Date('2026-11-23T12:00:00Z')
const aRate = (changed: object = {}) => ({
  id: '01900000-0000-7000-8000-000000000001',
  partnerId: 1,
  version: 1,
  currency: 'GBP',
  points: 100n,
  minor: 50n,
  validFrom: now,
  ...changed,
})
const partner = { id: 1, currency: 'GBP' }
const codeOf = (run: () => unknown): string => {
  try {
    run()
    return 'none'
  } catch (error) {
    return error instanceof Rejection ? error.code : String(error)
  }
}

describe('the rate of a new partner', () => {
  for (const [currency, minor] of [
    ['JPY', 1n],
    ['GBP', 1n],
    ['HUF', 1n],
    ['KWD', 10n],
    ['CLF', 100n],
  ] as const)
    it(`is ${String(minor)} minor units of ${currency} a point`, () => {
      expect(defaultRedeemRate(currency)).to.deep.equal({ points: 1n, minor })
    })
})

describe('redeemTermsOf', () => {
  it('takes the version in the currency of the basket that counts now, the main one where none is named', () => {
    const later = aRate({ id: 'later', version: 3, validFrom: new Date(now.getTime() + 1) })
    const euro = aRate({ id: 'euro', version: 2, currency: 'EUR' })
    const rates = [aRate(), later, euro]
    expect(redeemTermsOf(rates, partner, { currency: null, now })).to.equal(rates[0])
    expect(redeemTermsOf(rates, partner, { currency: 'EUR', now })).to.equal(euro)
    expect(redeemTermsOf(rates, partner, { currency: 'GBP', now: later.validFrom })).to.equal(later)
  })

  it('refuses a currency without a rate, and a moment before the first one', () => {
    const before = new Date(now.getTime() - 1)
    expect(codeOf(() => redeemTermsOf([aRate()], partner, { currency: 'EUR', now }))).to.equal('currency_mismatch')
    expect(codeOf(() => redeemTermsOf([aRate()], partner, { currency: null, now: before }))).to.equal('no_redeem_rate')
  })

  it('takes a point for a minor unit of the main currency where the partner is older than rates', () => {
    const others = aRate({ partnerId: 2 })
    const one = { id: null, currency: 'GBP', points: 1n, minor: 1n }
    expect(redeemTermsOf([others], partner, { currency: null, now })).to.deep.equal(one)
    expect(codeOf(() => redeemTermsOf([others], partner, { currency: 'EUR', now }))).to.equal('currency_mismatch')
  })
})
