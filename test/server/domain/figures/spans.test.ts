import { expect } from 'chai'

import { spansUntil } from '../../../../server/domain/figures/spans.ts'

/** It is tomorrow in Auckland already. */
const NOW = new Date('2026-11-23T12:00:00Z')

describe('spansUntil', () => {
  it('has the last days as a place counts them, today included', () => {
    expect(spansUntil(NOW, 'UTC', { unit: 'day', count: 2 })).to.deep.equal({
      names: ['2026-11-22', '2026-11-23'],
      bounds: ['2026-11-22', '2026-11-23', '2026-11-24'].map((day) => new Date(`${day}T00:00:00Z`)),
    })
    expect(spansUntil(NOW, 'Pacific/Auckland', { unit: 'day', count: 1 })).to.deep.equal({
      names: ['2026-11-24'],
      bounds: [new Date('2026-11-23T11:00:00Z'), new Date('2026-11-24T11:00:00Z')],
    })
  })

  it('joins days without a gap where clocks change: one has 25 hours', () => {
    const { bounds } = spansUntil(new Date('2026-10-26T12:00:00Z'), 'Europe/London', { unit: 'day', count: 3 })
    const hours = bounds.slice(1).map((bound, at) => (bound.getTime() - (bounds[at]?.getTime() ?? 0)) / 3_600_000)
    expect(hours).to.deep.equal([24, 25, 24])
  })

  it('has the last months, over the turn of a year', () => {
    const { names, bounds } = spansUntil(NOW, 'Europe/Paris', { unit: 'month', count: 13 })
    expect([names[0], names[1], names[2], names.at(-1)]).to.deep.equal(['2025-11', '2025-12', '2026-01', '2026-11'])
    expect(bounds).to.have.length(14)
    expect(bounds.at(-1)).to.deep.equal(new Date('2026-11-30T23:00:00Z'))
  })
})
