import { expect } from 'chai'
import fc from 'fast-check'

import {
  checkRate,
  convertMinor,
  type ExchangeRate,
  isSameRate,
  RATE_AGE_DAYS_MAX,
  RATE_DECIMALS_MAX,
  RATE_MAX,
  rateDaysOf,
  rateUnits,
} from '../../../../server/domain/clearing/exchange-rates.ts'
import { Rejection } from '../../../../server/domain/rejection.ts'

const NOVEMBER = 682
/** Digits of each currency, by ISO 4217 and not by what is tested. */
const DIGITS = { JPY: 0n, EUR: 2n, KWD: 3n } as const
const CODES = ['JPY', 'EUR', 'KWD'] as const

const aRate = (changes: Partial<ExchangeRate> = {}): ExchangeRate => ({
  date: '2026-11-30',
  base: 'EUR',
  quote: 'JPY',
  rate: '162.35',
  source: 'ECB',
  ...changes,
})

/** A decimal text as a fraction. */
function fractionOf(text: string): { over: bigint; under: bigint } {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.')
  const over = BigInt(whole + fraction)
  return { over: text.startsWith('-') ? -over : over, under: 10n ** BigInt(fraction.length) }
}

const rates = fc
  .tuple(
    fc.bigInt({ min: 0n, max: RATE_MAX - 1n }),
    fc.stringMatching(new RegExp(`^\\d{0,${String(RATE_DECIMALS_MAX)}}$`)),
  )
  .map(([whole, fraction]) => (fraction === '' ? String(whole) : `${String(whole)}.${fraction}`))
  .filter((text) => /[1-9]/.test(text))
const amounts = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n })
const pairs = fc.tuple(fc.constantFrom(...CODES), fc.constantFrom(...CODES)).filter(([base, quote]) => base !== quote)

describe('an amount in another currency', function () {
  it('has known figures: currencies without digits, with two and with three', function () {
    const convert = (amount: bigint, changes: Partial<ExchangeRate>) => {
      const { minor, rounding } = convertMinor(amount, aRate(changes))
      return [String(minor), rounding]
    }
    // 258.00 EUR x 162.35 = 41,886.3 yen.
    expect(convert(25_800n, {})).to.deep.equal(['41886', '-0.3'])
    expect(convert(-25_800n, {})).to.deep.equal(['-41886', '0.3'])
    // 258.00 EUR x 0.35525 = 91.6545 dinars, of which the last digit that there is is the third.
    expect(convert(25_800n, { quote: 'KWD', rate: '0.35525' })).to.deep.equal(['91655', '0.5'])
    expect(convert(-25_800n, { quote: 'KWD', rate: '0.35525' })).to.deep.equal(['-91655', '-0.5'])
    // 1,000 yen x 0.0061599 = 6.1599 EUR.
    expect(convert(1_000n, { base: 'JPY', quote: 'EUR', rate: '0.0061599' })).to.deep.equal(['616', '0.01'])
    // Less than half of the smallest unit is nothing.
    expect(convert(1n, { base: 'KWD', quote: 'JPY', rate: '400' })).to.deep.equal(['0', '-0.4'])
    expect(convert(0n, {})).to.deep.equal(['0', '0'])
    expect(convert(100n, { quote: 'GBP', rate: '1' })).to.deep.equal(['100', '0'])
  })

  it('is exact but for one rounding, halves away from zero, whatever the digits of the currencies', function () {
    fc.assert(
      fc.property(amounts, rates, pairs, (amount, rate, [base, quote]) => {
        const { minor, rounding } = convertMinor(amount, aRate({ base, quote, rate }))
        // amount / 10^base x rate x 10^quote, as a fraction over one denominator.
        const { over, under } = fractionOf(rate)
        const dividend = amount * over * 10n ** DIGITS[quote]
        const divisor = under * 10n ** DIGITS[base]
        const off = minor * divisor - dividend
        expect(2n * (off < 0n ? -off : off) <= divisor).to.equal(true)
        // At exactly a half, it is the one further from zero.
        if (2n * (off < 0n ? -off : off) === divisor) expect(off > 0n).to.equal(amount > 0n)
        const said = fractionOf(rounding)
        expect(said.over * divisor).to.equal(off * said.under)
      }),
      { numRuns: 2_000 },
    )
  })

  it('is the opposite for the opposite, so that a debt and what gives it back cancel out', function () {
    fc.assert(
      fc.property(amounts, rates, pairs, (amount, rate, [base, quote]) => {
        const pair = aRate({ base, quote, rate })
        expect(convertMinor(-amount, pair).minor).to.equal(-convertMinor(amount, pair).minor)
      }),
    )
  })

  it('is off from the sum of its parts by at most half a unit for each of them', function () {
    fc.assert(
      fc.property(fc.array(amounts, { minLength: 1, maxLength: 20 }), rates, pairs, (parts, rate, [base, quote]) => {
        const pair = aRate({ base, quote, rate })
        const sum = (values: readonly bigint[]) => values.reduce((one, other) => one + other, 0n)
        const apart = sum(parts.map((part) => convertMinor(part, pair).minor))
        const off = apart - convertMinor(sum(parts), pair).minor
        expect(2n * (off < 0n ? -off : off) <= BigInt(parts.length) + 1n).to.equal(true)
      }),
    )
  })
})

describe('a rate', function () {
  const NOW = new Date('2026-11-30T23:59:59Z')
  const codeOf = (changes: Partial<ExchangeRate>) => {
    try {
      checkRate(aRate(changes), { now: NOW, clearing: 'EUR' })
      return null
    } catch (error) {
      if (error instanceof Rejection) return error.code
      throw error
    }
  }

  it('is a decimal number with at most twelve digits on either side, and no other text', function () {
    expect(rateUnits('1')).to.equal(10n ** 12n)
    expect(rateUnits(`0.${'0'.repeat(11)}1`)).to.equal(1n)
    expect(rateUnits(`0.${'0'.repeat(12)}1`)).to.equal(null)
    expect(rateUnits('9'.repeat(12))).to.equal((10n ** 12n - 1n) * 10n ** 12n)
    expect(rateUnits('9'.repeat(13))).to.equal(null)
    for (const text of ['', '-1', '+1', '1.', '.5', '01', '1,5', '1e3', ' 1', '1/3', '0x1', '١', 'NaN'])
      expect(rateUnits(text), text).to.equal(null)
  })

  it('is refused where it is zero or huge, of tomorrow, or not of the clearing currency', function () {
    expect(codeOf({})).to.equal(null)
    expect(codeOf({ rate: '0' })).to.equal('rate_out_of_range')
    expect(codeOf({ rate: '0.000000000000' })).to.equal('rate_out_of_range')
    expect(codeOf({ rate: '0.000000000001' })).to.equal(null)
    expect(codeOf({ rate: String(RATE_MAX) })).to.equal(null)
    expect(codeOf({ rate: `${String(RATE_MAX)}.000000000001` })).to.equal('rate_out_of_range')
    expect(codeOf({ rate: 'much' })).to.equal('rate_out_of_range')
    expect(codeOf({ date: '2026-12-01' })).to.equal('rate_date_future')
    expect(codeOf({ base: 'JPY', quote: 'EUR' })).to.equal('rate_currency_wrong')
    expect(codeOf({ quote: 'EUR' })).to.equal('rate_currency_wrong')
    expect(codeOf({ quote: 'XAU' })).to.equal('rate_currency_wrong')
  })

  it('is the same figure with other zeros at its end, and another one with another digit', function () {
    expect(isSameRate({ rate: '162.350' }, { rate: '162.35' })).to.equal(true)
    expect(isSameRate({ rate: '162.36' }, { rate: '162.35' })).to.equal(false)
  })

  it('of a month is that of its last day, or of one that is not too old', function () {
    expect(rateDaysOf(NOVEMBER)).to.deep.equal({ from: '2026-11-23', until: '2026-11-30' })
    const { from, until } = rateDaysOf(NOVEMBER + 3)
    expect([from, until]).to.deep.equal(['2027-02-21', '2027-02-28'])
    expect((Date.parse(until) - Date.parse(from)) / 86_400_000).to.equal(RATE_AGE_DAYS_MAX)
  })
})
