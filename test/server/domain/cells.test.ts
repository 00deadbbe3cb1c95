import { expect } from 'chai'

import { nextNumberOf, PARTNER_NUMBER_MAX, WHOLE_COALITION } from '../../../server/domain/cells.ts'

describe('the numbers of a cell', function () {
  const cell = [
    { first: 501, last: 503 },
    { first: 900, last: 900 },
  ]

  it('begin with its first and go on behind the highest in use, from one span to the next', () => {
    expect([0, 500, 501, 502, 503, 899].map((highest) => nextNumberOf(cell, highest))).to.deep.equal([
      501, 501, 502, 503, 900, 900,
    ])
  })

  it('end with its last', () => {
    expect(nextNumberOf(cell, 900)).to.equal(null)
    expect(nextNumberOf(WHOLE_COALITION, PARTNER_NUMBER_MAX - 1)).to.equal(PARTNER_NUMBER_MAX)
    expect(nextNumberOf(WHOLE_COALITION, PARTNER_NUMBER_MAX)).to.equal(null)
  })

  it('are all of them where there is one cell', () => {
    expect(nextNumberOf(WHOLE_COALITION, 0)).to.equal(1)
    expect(nextNumberOf(WHOLE_COALITION, 41)).to.equal(42)
  })
})
