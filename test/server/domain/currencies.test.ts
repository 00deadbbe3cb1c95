import { expect } from 'chai'
import { data } from 'currency-codes'

import { decimalOfMinor, isCurrency, listCurrencies, minorDigits } from '../../../server/domain/currencies.ts'
import { CURRENCIES_BY_DIGITS } from '../../../server/domain/currency-table.ts'

/** ISO 4217 says "N.A." of their minor units. */
const NOT_COUNTED = ['XAG', 'XAU', 'XBA', 'XBB', 'XBC', 'XBD', 'XDR', 'XPD', 'XPT', 'XSU', 'XTS', 'XUA', 'XXX']

describe('currencies', () => {
  it('are listed once each, by code', () => {
    const listed = listCurrencies()
    expect(listed)
      .to.deep.equal([...new Set(listed)].toSorted())
      .and.to.include.members(['EUR', 'JPY', 'KWD'])
    expect(listed.filter((code) => !isCurrency(code) || NOT_COUNTED.includes(code))).to.deep.equal([])
  })

  for (const [code, digits] of [
    ['GBP', 2],
    ['EUR', 2],
    ['HUF', 2],
    ['IDR', 2],
    ['COP', 2],
    ['PKR', 2],
    ['LBP', 2],
    ['XCG', 2],
    ['JPY', 0],
    ['ISK', 0],
    ['UGX', 0],
    ['KWD', 3],
    ['IQD', 3],
    ['TND', 3],
    ['CLF', 4],
    ['UYW', 4],
  ] as const)
    it(`counts ${code} with ${String(digits)} digits`, () => {
      expect([isCurrency(code), minorDigits(code)]).to.deep.equal([true, digits])
    })

  it('has every currency of the list with its digits, each once', () => {
    const counted = data.filter(({ code }) => !NOT_COUNTED.includes(code))
    expect(counted.length).to.be.greaterThan(160)
    expect(counted.filter(({ code, digits }) => !isCurrency(code) || minorDigits(code) !== digits)).to.deep.equal([])
    const codes = CURRENCIES_BY_DIGITS.flatMap(([, listed]) => listed.split(' '))
    expect(new Set(codes).size).to.equal(codes.length)
    expect(codes.every((code) => /^[A-Z]{3}$/.test(code))).to.equal(true)
    expect(CURRENCIES_BY_DIGITS.map(([digits]) => digits)).to.deep.equal([0, 2, 3, 4])
  })

  it('has nothing that is not counted in minor units, and nothing that does not exist', () => {
    expect([...NOT_COUNTED, 'ABC', 'gbp', 'GB', 'GBP ', '', 'toString'].filter(isCurrency)).to.deep.equal([])
  })

  it('reads amounts in a code that left the list as those of most currencies', () => {
    expect(decimalOfMinor('1999', 'DEM')).to.equal('19.99')
  })

  it('sets the point of an amount in its digits, without a float', () => {
    expect(decimalOfMinor(1_999n, 'GBP')).to.equal('19.99')
    expect(decimalOfMinor(5n, 'HUF')).to.equal('0.05')
    expect(decimalOfMinor(-5n, 'GBP')).to.equal('-0.05')
    expect(decimalOfMinor(1_999n, 'JPY')).to.equal('1999')
    expect(decimalOfMinor(0n, 'JPY')).to.equal('0')
    expect(decimalOfMinor(1_999n, 'KWD')).to.equal('1.999')
    expect(decimalOfMinor(19_999n, 'CLF')).to.equal('1.9999')
    expect(decimalOfMinor(900_719_925_474_099_312_345n, 'EUR')).to.equal('9007199254740993123.45')
  })
})
