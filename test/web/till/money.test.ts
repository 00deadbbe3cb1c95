import { expect } from 'chai'

import { readMoney, readPoints } from '../../../web/src/till/money.ts'

describe('amounts and points typed at the till', function () {
  for (const [typed, currency, minor] of [
    ['19.99', 'GBP', '1999'],
    ['19,9', 'EUR', '1990'],
    ['19.', 'GBP', '1900'],
    ['0.01', 'GBP', '1'],
    ['1999', 'JPY', '1999'],
    ['1.234', 'KWD', '1234'],
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

  it('reads whole points from 1 on', function () {
    expect(['1', ' 500 ', '0', '05', '1.5', ''].map(readPoints)).to.deep.equal(['1', '500', null, null, null, null])
  })
})
