import { expect } from 'chai'

import { type JournalRow, pointsGivenBack, type RedemptionRow } from '../../../web/src/till/journal/journal.ts'

const common = { memberId: 'm', at: '2026-11-23T10:00:00Z' }
const redemption = (redemptionId: string, pointsRestored: string): RedemptionRow => ({
  ...common,
  kind: 'redemption',
  reference: `P-${redemptionId}`,
  redemptionId,
  points: '120',
  rewardId: null,
  valueMinor: '120',
  state: 'final',
  voidedBy: null,
  pointsRestored,
})
const restoration = (redemptionId: string, points: string, reference: string): JournalRow => ({
  ...common,
  kind: 'restoration',
  reference,
  redemptionId,
  points,
})

describe('what a till shows as given back', () => {
  const rows = [restoration('a', '50', 'W-1'), restoration('a', '20', 'W-2'), restoration('b', '5', 'W-3')]

  it('is what was asked for here, before the ledger has it', () => {
    expect(pointsGivenBack(rows, redemption('a', '0'))).to.equal('70')
    expect(pointsGivenBack(rows, redemption('a', '50'))).to.equal('70')
  })

  it('is what the ledger has, where more was given back elsewhere', () => {
    expect(pointsGivenBack(rows, redemption('a', '90'))).to.equal('90')
    expect(pointsGivenBack(rows, redemption('c', '0'))).to.equal('0')
  })
})
