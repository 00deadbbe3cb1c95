import { expect } from 'chai'

import { CLOSING_GRACE_MS as SERVERS_GRACE_MS } from '../../../../server/domain/clearing/settlement.ts'
import type { StatementSummary } from '../../../../web/src/api-client/statement.ts'
import {
  CLOSING_GRACE_MS,
  closesAt,
  isMonth,
  monthAfter,
  monthsOf,
  nextMonth,
} from '../../../../web/src/operator/clearing/months.ts'

/** A statement; what the test is not about is as of a month that nobody has looked at yet. */
const aStatement = (partnerId: number, month: string, payableMinor: string, isPaid = false): StatementSummary => ({
  partnerId,
  month,
  number: `ENT-${partnerId}-${month}`,
  payableMinor,
  currency: 'EUR',
  due: { currency: 'EUR', payableMinor },
  issuedAt: '2026-12-03T06:00:00.000Z',
  payment: isPaid ? { reference: 'BOOK-4711', recordedAt: '2026-12-04T06:00:00.000Z' } : null,
  settlement: {
    state: isPaid ? 'settled' : 'open',
    netMinor: payableMinor,
    isDifferent: false,
    marks: { partner: null, operator: null },
    disputeUntil: null,
    disputedAt: null,
    disputeReason: null,
    disputeOutcome: null,
    approval: null,
    lastAct: null,
  },
})

describe('months of all partners', () => {
  it('have the sums of their statements, the newest month first', () => {
    const months = monthsOf([
      aStatement(2, '2026-11', '-90000', true),
      aStatement(1, '2026-11', '25800'),
      aStatement(3, '2026-11', '0'),
      aStatement(1, '2026-12', '-500'),
    ])
    expect(months.map(({ month }) => month)).to.deep.equal(['2026-12', '2026-11'])
    expect(months[1]).to.include({ paid: 1, payable: 2, settled: 1, disputed: 0 })
    expect(months[1]).to.include({ receivedMinor: 90_000n, spentMinor: 25_800n })
    expect(months[1]?.statements.map(({ partnerId }) => partnerId)).to.deep.equal([1, 2, 3])
  })

  it('can be closed after the wait that the server has', () => {
    expect(CLOSING_GRACE_MS).to.equal(SERVERS_GRACE_MS)
    expect(closesAt('2026-12').toISOString()).to.equal('2027-01-03T00:00:00.000Z')
  })

  it('follow each other over the end of a year', () => {
    expect([monthAfter('2026-11'), monthAfter('2026-12')]).to.deep.equal(['2026-12', '2027-01'])
  })

  it('are closed next after the newest with statements, or from the first partner on', () => {
    const partners = [{ createdAt: '2026-10-05T08:00:00.000Z' }, { createdAt: '2026-09-30T08:00:00.000Z' }]
    expect(nextMonth([aStatement(1, '2026-11', '1')], partners)).to.equal('2026-12')
    expect(nextMonth([], partners)).to.equal('2026-09')
    expect(nextMonth([], [])).to.equal(null)
  })

  it('are written with two digits', () => {
    expect(['2026-11', '2026-1', '2026-13', ''].map(isMonth)).to.deep.equal([true, false, false, false])
  })
})
