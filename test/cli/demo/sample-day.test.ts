import { expect } from 'chai'

import { makeSampleDay } from '../../../cli/demo/sample-day.ts'

const day = new Date('2026-03-02T00:00:00Z')
const size = { tills: 5, customers: 120, eventsPerTill: 124 }

describe('makeSampleDay', function () {
  it('is the same for the same seed and day, and another for another seed', () => {
    expect(makeSampleDay({ seed: 1, day, ...size })).to.deep.equal(makeSampleDay({ seed: 1, day, ...size }))
    expect(makeSampleDay({ seed: 1, day, ...size })).not.to.deep.equal(makeSampleDay({ seed: 2, day, ...size }))
  })

  it('has sales and both kinds of returns on each of five tills, in order within opening hours', () => {
    for (const events of makeSampleDay({ seed: 1, day, ...size })) {
      expect(events).to.have.length(124)
      const times = events.map(({ occurredAt }) => occurredAt.toISOString())
      expect(times).to.deep.equal(times.toSorted())
      expect([times[0]?.slice(11, 13), Number(times.at(-1)?.slice(11, 13)) < 19]).to.deep.equal(['09', true])
      const kinds = new Set(events.map(({ kind, orderRef }) => `${kind} ${orderRef === null ? 'without' : 'with'}`))
      expect([...kinds].toSorted()).to.deep.equal(['purchase without', 'return with', 'return without'])
    }
  })

  it('never asks by receipt for more than returns have left of a sale, whatever the seed', () => {
    for (let seed = 0; seed < 200; seed += 1) {
      for (const events of makeSampleDay({ seed, day, ...size, eventsPerTill: 300, customers: 10 })) {
        const left = new Map<string, bigint>()
        const sales: { reference: string; customer: number }[] = []
        for (const { kind, customer, reference, orderRef, amountMinor } of events) {
          if (kind === 'purchase') {
            left.set(reference, amountMinor)
            sales.unshift({ reference, customer })
          } else if (orderRef === null) takeNewestFirst(sales, left, { customer, amountMinor })
          else left.set(orderRef, (left.get(orderRef) ?? -1n) - amountMinor)
          if (orderRef !== null)
            expect((left.get(orderRef) ?? -1n) >= 0n, `${String(seed)} ${reference}`).to.equal(true)
        }
      }
    }
  })
})

function takeNewestFirst(
  sales: readonly { reference: string; customer: number }[],
  left: Map<string, bigint>,
  { customer, amountMinor }: { customer: number; amountMinor: bigint },
): void {
  let back = amountMinor
  for (const sale of sales) {
    if (sale.customer !== customer) continue
    const of = left.get(sale.reference) ?? 0n
    const taken = of < back ? of : back
    left.set(sale.reference, of - taken)
    back -= taken
  }
}
