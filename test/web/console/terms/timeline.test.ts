import { expect } from 'chai'

import type { TermsVersion } from '../../../../web/src/console/terms/terms.ts'
import { timelineOf } from '../../../../web/src/console/terms/timeline.ts'

const NOW = new Date('2026-12-10T12:00:00Z')

/** A version that begins on a day of December. */
const aVersion = (version: number, day: number): TermsVersion => ({
  version,
  currency: 'GBP',
  points: 1n,
  minor: 100n,
  pointsMax: null,
  validFrom: new Date(Date.UTC(2026, 11, day, 12)),
})

const told = (versions: TermsVersion[], now = NOW) =>
  timelineOf(versions, now).map(({ version, standing, until }) => [
    version.version,
    standing,
    until && until.getUTCDate(),
  ])

describe('when versions of terms count', function () {
  it('tells what comes, what counts now and what was', function () {
    expect(told([aVersion(3, 20), aVersion(2, 5), aVersion(1, 1)])).to.deep.equal([
      [3, 'coming', null],
      [2, 'now', 20],
      [1, 'past', 5],
    ])
  })

  it('orders by when a version begins, not by when it was set', function () {
    expect(told([aVersion(1, 1), aVersion(2, 20), aVersion(3, 8)])).to.deep.equal([
      [2, 'coming', null],
      [3, 'now', 20],
      [1, 'past', 8],
    ])
  })

  it('tells a version that another replaced before it counted', function () {
    expect(told([aVersion(1, 1), aVersion(2, 20), aVersion(3, 20)])).to.deep.equal([
      [3, 'coming', null],
      [2, 'replaced', 20],
      [1, 'now', 20],
    ])
  })

  it('begins at the very moment, and counts nothing before the first one', function () {
    expect(told([aVersion(1, 10)])).to.deep.equal([[1, 'now', null]])
    expect(told([aVersion(1, 10)], new Date(NOW.getTime() - 1))).to.deep.equal([[1, 'coming', null]])
    expect(told([])).to.deep.equal([])
  })
})
