import { expect } from 'chai'

import { seededRandom } from '../../../cli/demo/random.ts'
import type { PartnerKey } from '../../../cli/replay/partner-keys.ts'
import { type QueuedRow, RowQueue, WINDOW_ROWS, type Work } from '../../../cli/replay/row-queue.ts'

const partner = (partnerId: number): PartnerKey => ({ partnerId, name: '', currency: 'GBP', key: '', countries: [] })
const partners = [partner(1), partner(2)]

function aRow(index: number, customer: string, kind: 'purchase' | 'return', at = 0): QueuedRow {
  const amountMinor = kind === 'return' ? -1n : 1n
  const facts = { invoice: String(index), timestamp: '2010-12-01T08:00:00', country: '' }
  return { ...facts, customer, kind, amountMinor, partner: partners[at] ?? partner(3) }
}

const rowsOf = (work: Work): QueuedRow[] =>
  work.kind === 'purchases' ? work.rows : work.kind === 'return' ? [work.row] : []

describe('RowQueue', function () {
  it("keeps each customer's order, however answers come in, and hands out every row once", () => {
    for (let seed = 0; seed < 50; seed += 1) {
      const random = seededRandom(seed)
      const rows = Array.from({ length: 3_000 }, (_, index) =>
        aRow(index, String(random.below(60)), random.chance(20) ? 'return' : 'purchase', random.below(2)),
      )
      const queue = new RowQueue(rows)
      const flying: Work[] = []
      const answered: QueuedRow[] = []
      while (!queue.isDone) {
        queue.admit(random.below(500))
        while (flying.length < 16) {
          const work = queue.take(20)
          if (work === null) break
          flying.push(work)
        }
        const [work] = flying.splice(random.below(flying.length), 1)
        if (work === undefined) continue
        answered.push(...rowsOf(work))
        queue.settle(work)
      }
      // As texts: to compare thousands of objects deeply takes longer than all the rest.
      const orderOf = (all: readonly QueuedRow[]) =>
        [...Map.groupBy(all, (row) => row.customer)]
          .map(([customer, own]) => `${customer}: ${own.map(({ invoice }) => invoice).join()}`)
          .toSorted()
          .join('\n')
      expect(answered).to.have.length(rows.length)
      expect(orderOf(answered)).to.equal(orderOf(rows))
    }
  })

  it('enrols a customer first, and sends nothing else of them until that is answered', () => {
    const queue = new RowQueue([aRow(1, '7', 'purchase'), aRow(2, '7', 'purchase')])
    queue.admit(10)
    const first = queue.take(10)
    expect(first?.kind).to.equal('enrol')
    expect(queue.take(10)).to.equal(null)
    if (first !== null) queue.settle(first)
    expect(queue.take(10)).to.deep.include({ kind: 'purchases', partner: partners[0] })
  })

  it('looks no further ahead than its window', () => {
    const queue = new RowQueue(Array.from({ length: WINDOW_ROWS + 1 }, (_, index) => aRow(index, '7', 'purchase')))
    expect(queue.admit(Infinity)).to.equal(WINDOW_ROWS)
    expect(queue.admit(Infinity)).to.equal(0)
  })
})
