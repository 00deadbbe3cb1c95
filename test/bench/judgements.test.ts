import { expect } from 'chai'

import { type Grown, unevenFigures } from '../../bench/growth/measure-size.ts'
import { missedGoals, rowsOf, type Turn } from '../../bench/relay/relay-rows.ts'
import { growthOf, MEMORY_GROWTH_MAX, type Sample } from '../../bench/soak/sample-memory.ts'

describe('what the benchmarks call good enough', () => {
  const turn = (system: Turn['system'], perSecond: number, load: Turn['load'] = 'one'): Turn => ({
    system,
    blocks: '1s',
    load,
    figures: {
      ...{ connections: 64, requests: 10, purchases: 10, seconds: 1 },
      ...{ perSecond, acceptedPerSecond: perSecond, p50: 1, p95: 1, p99: 1 },
    },
  })

  it('bench:relay: the round in the middle, against the limit of the same load', () => {
    const rows = rowsOf([
      ...[900, 100, 500].map((rate) => turn('postgres', rate)),
      turn('batches', 1_000),
      turn('batches', 250, 'bulk'),
    ])
    expect(rows.map(({ figures, range, ofLimit }) => [figures.perSecond, range, ofLimit])).to.deep.equal([
      [500, [100, 900], 0.5],
      [1_000, [1_000, 1_000], 1],
      [250, [250, 250], 1],
    ])
  })

  it('bench:relay: goals that are just reached, and just missed', () => {
    const missedBy = (postgres: number, load: Turn['load']) =>
      missedGoals(rowsOf([turn('postgres', postgres, load), turn('batches', 1_000, load)]))
    expect([missedBy(750, 'one'), missedBy(600, 'bulk')]).to.deep.equal([[], []])
    expect(missedBy(740, 'one')).to.deep.equal(['1s, one: 0.74 of batches, not 0.75'])
    expect(missedBy(590, 'bulk')).to.have.length(1)
    const beside = (peer: Turn['system'], rate: number) =>
      missedGoals(rowsOf([turn('postgres', 600), turn(peer, rate)])).length
    expect([beside('pipelined', 100), beside('pipelined', 101)]).to.deep.equal([0, 1])
    expect([beside('alto', 17), beside('alto', 18)]).to.deep.equal([0, 1])
    expect(beside('embedded', 10_000)).to.equal(0)
  })

  it('bench:growth: a figure that is a fifth worse, and more than that, whichever way is worse', () => {
    const first: Grown = {
      ...{ purchases: 10, acceptedPerSecond: 120, balanceMs: 10, entriesMs: 10 },
      ...{ formMs: 10, startSeconds: 10 },
    }
    const uneven = (last: Partial<Grown>) => unevenFigures([first, { ...first, purchases: 100, ...last }]).length
    expect(uneven({ acceptedPerSecond: 100, balanceMs: 12, entriesMs: 12, formMs: 12, startSeconds: 12 })).to.equal(0)
    expect(
      uneven({ acceptedPerSecond: 99, balanceMs: 12.1, entriesMs: 12.1, formMs: 12.1, startSeconds: 12.1 }),
    ).to.equal(5)
    expect(uneven({ acceptedPerSecond: 1_000, balanceMs: 1 })).to.equal(0)
  })

  it('soak: memory that rises in the second half, not in the first', () => {
    const samples = (levelAt: (seconds: number) => number): Sample[] =>
      Array.from({ length: 41 }, (_, seconds) => {
        const level = levelAt(seconds)
        return { seconds, serverResident: level, serverHeap: level, chainResident: level }
      })
    const growth = (levelAt: (seconds: number) => number) => growthOf(samples(levelAt), 'serverResident')
    const flat = growth((seconds) => Math.min(1_000, 100 + seconds * 45))
    expect(Math.abs(flat) < 1e-9, String(flat)).to.equal(true)
    // From 1,000 to 1,100 in the second half: of its mean a little less than a tenth.
    const nearly = growth((seconds) => 900 + seconds * 5)
    expect(nearly > 0.09 && nearly <= MEMORY_GROWTH_MAX, String(nearly)).to.equal(true)
    const more = growth((seconds) => 880 + seconds * 6)
    expect(more > MEMORY_GROWTH_MAX, String(more)).to.equal(true)
    expect(() => growthOf([], 'serverHeap')).to.throw('too few samples')
  })
})
