import { expect } from 'chai'

import { monthsBack } from '../../../../web/src/console/figures/months.ts'

describe('monthsBack', () => {
  it('has a year of months, the newest first, over the turn of a year', () => {
    const months = monthsBack('2026-02')
    expect(months).to.have.length(12)
    expect([months[0], months[1], months[2], months[11]]).to.deep.equal(['2026-02', '2026-01', '2025-12', '2025-03'])
  })
})
