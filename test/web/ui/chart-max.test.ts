import { expect } from 'chai'

import { chartMax } from '../../../web/src/ui/chart-max.ts'

describe('chartMax', () => {
  it('is a round number that no value is above, with a whole half', () => {
    const ends = [0n, 1n, 2n, 3n, 5n, 7n, 10n, 11n, 5_399n, 6_000n, 6_001n].map((value) => chartMax([0n, value]))
    expect(ends).to.deep.equal([2n, 2n, 2n, 4n, 6n, 10n, 10n, 20n, 6_000n, 6_000n, 10_000n])
  })

  it('is there without any value', () => {
    expect(chartMax([])).to.equal(2n)
  })
})
