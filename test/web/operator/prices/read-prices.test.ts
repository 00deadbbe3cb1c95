import { expect } from 'chai'

import { readPrice } from '../../../../web/src/operator/prices/read-prices.ts'
import { formatMinorUnits } from '../../../../web/src/ui/format.ts'

describe('prices of a point as operators type them', () => {
  it('are minor units with at most six decimals, with a point or a comma', () => {
    expect(['1.05', '0,8', '1', '0', ' 2.000001 '].map(readPrice)).to.deep.equal([
      '1050000',
      '800000',
      '1000000',
      '0',
      '2000001',
    ])
  })

  it('are refused where they cannot be meant', () => {
    expect(['', '1.0000001', '-1', '1e3', '1.', '.5', '1234567890'].map(readPrice)).to.deep.equal(Array(7).fill(null))
  })

  it('are shown again as they were typed', () => {
    expect(['1050000', '800000', '0', '1000000'].map((micros) => formatMinorUnits(micros, 'en'))).to.deep.equal([
      '1.05',
      '0.8',
      '0',
      '1',
    ])
  })
})
