import { expect } from 'chai'

import { decimalOfMinor } from '../../../server/domain/currencies.ts'
import { CURRENCIES_BY_DIGITS } from '../../../server/domain/currency-table.ts'
import { readMoney, readWhole } from '../../../web/src/ui/read-typed.ts'

describe('amounts and numbers as people type them', function () {
  for (const [typed, currency, minor] of [
    ['19.99', 'GBP', '1999'],
    ['19,9', 'EUR', '1990'],
    ['19.', 'GBP', '1900'],
    ['0.01', 'GBP', '1'],
    ['1999', 'JPY', '1999'],
    ['1.234', 'KWD', '1234'],
    ['1.23', 'KWD', '1230'],
    ['1990.50', 'HUF', '199050'],
    ['15000,25', 'IDR', '1500025'],
    ['1.234', 'IQD', '1234'],
    ['1.2345', 'CLF', '12345'],
    ['1.2345', 'KWD', null],
    ['1.23456', 'CLF', null],
    ['1990.505', 'HUF', null],
    ['19.999', 'GBP', null],
    ['19.9', 'JPY', null],
    ['0', 'GBP', null],
    ['-1', 'GBP', null],
    ['1e3', 'GBP', null],
    ['', 'GBP', null],
    ['1,234.56', 'GBP', null],
  ] as const)
    it(`reads "${typed}" ${currency} as ${minor ?? 'no amount'}`, function () {
      expect(readMoney(typed, currency)).to.equal(minor)
    })

  it('reads back what it wrote, in every currency', function () {
    const codes = CURRENCIES_BY_DIGITS.flatMap(([, listed]) => listed.split(' '))
    const wrong = codes.filter((code) =>
      ['1', '99', '12345', '999999999999'].some((minor) => readMoney(decimalOfMinor(minor, code), code) !== minor),
    )
    expect(wrong).to.deep.equal([])
  })

  it('reads whole numbers from 1 on', function () {
    const typed = ['1', ' 500 ', '0', '05', '1.5', '-1', '']
    expect(typed.map((text) => readWhole(text))).to.deep.equal(['1', '500', null, null, null, null, null])
  })

  it('reads 0 where nothing is something', function () {
    expect(['0', '7', '00', '-1', ''].map((text) => readWhole(text, 0))).to.deep.equal(['0', '7', null, null, null])
  })
})
