import { expect } from 'chai'
import fc from 'fast-check'

import {
  chooseHidden,
  type Flow,
  FLOW_MEMBERS_MIN,
  hideSmallFlows,
  roundPoints,
} from '../../../../server/domain/figures/flows.ts'

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)

/** What is shown of the groups of one brand: null where one is hidden. */
const shownOf = (members: readonly number[]) => {
  const hidden = chooseHidden(members)
  return members.map((count, at) => (hidden.has(at) ? null : count))
}

/** All ways in which so many members can be divided among so many groups. */
function* divide(members: number, groups: number): Generator<number[]> {
  if (groups === 1) yield [members]
  else
    for (let first = 0; first <= members; first++)
      for (const others of divide(members - first, groups - 1)) yield [first, ...others]
}

/**
 * Whoever knows the rule, all that is shown, and how many members there are together: every table that would be shown alike. What the
 * same group has in all of them is no secret.
 */
function tablesLike(members: readonly number[]): number[][] {
  const shown = shownOf(members)
  const places = shown.flatMap((count, at) => (count === null ? [at] : []))
  if (places.length === 0) return [[...members]]
  const missing = sum(members) - sum(shown.map((count) => count ?? 0))
  const tables: number[][] = []
  for (const guess of divide(missing, places.length)) {
    const table = shown.map((count, at) => count ?? guess[places.indexOf(at)] ?? 0)
    if (JSON.stringify(shownOf(table)) === JSON.stringify(shown)) tables.push(table)
  }
  return tables
}

/** Brands are few here, so that all tables can be tried; sizes are those at which the rule decides. */
const aColumn = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 22 })), { minLength: 3, maxLength: 4 })

describe('hidden flows', function () {
  this.timeout(60_000)

  it('shows a group of FLOW_MEMBERS_MIN members, and hides one of a member less', () => {
    expect(shownOf([FLOW_MEMBERS_MIN, 40, 0])).to.deep.equal([10, 40, 0])
    expect(shownOf([FLOW_MEMBERS_MIN - 1, 40, 0])).to.deep.equal([null, null, 0])
    expect(shownOf([0, 0, 0])).to.deep.equal([0, 0, 0])
  })

  it('hides another group beside one that is too small: the next one, whatever its size', () => {
    expect(shownOf([300, 5, 20, 12])).to.deep.equal([300, null, null, 12])
    expect(shownOf([300, 12, 20, 5])).to.deep.equal([null, 12, 20, null])
    expect(shownOf([300, 5, 0, 12])).to.deep.equal([300, null, 0, null])
  })

  it('hides two that are enough together, and nothing else', () => {
    expect(shownOf([300, 5, 20, 6])).to.deep.equal([300, null, 20, null])
    expect(shownOf([300, 3, 20, 6])).to.deep.equal([300, null, null, null])
  })

  it('hides all where all together are too few, zeros too', () => {
    expect(shownOf([0, 9, 0])).to.deep.equal([null, null, null])
    expect(shownOf([4, 0, 5])).to.deep.equal([null, null, null])
    expect(shownOf([0, 10, 0])).to.deep.equal([0, 10, 0])
  })

  it('lets nobody compute a hidden group, even who knows the rule and the total', () => {
    fc.assert(
      fc.property(aColumn, (members) => {
        const shown = shownOf(members)
        const tables = tablesLike(members)
        shown.forEach((count, at) => {
          if (count !== null) return
          const values = new Set(tables.map((table) => table[at]))
          expect(values.size, JSON.stringify({ members, shown, at })).to.be.above(1)
          // Nor is what is hidden known to be there or not, where it is fewer than may be told apart.
          if (sum(members) < FLOW_MEMBERS_MIN) expect(values.has(0)).to.equal(true)
        })
      }),
      { numRuns: 300 },
    )
  })

  it('hides groups that have FLOW_MEMBERS_MIN members together, or all', () => {
    fc.assert(
      fc.property(aColumn, (members) => {
        const hidden = chooseHidden(members)
        const together = sum([...hidden].map((at) => members[at] ?? 0))
        if (hidden.size > 0 && hidden.size < members.length) expect(together).to.be.at.least(FLOW_MEMBERS_MIN)
        members.forEach((count, at) => {
          if (count > 0 && count < FLOW_MEMBERS_MIN) expect(hidden.has(at)).to.equal(true)
        })
      }),
    )
  })

  it('rounds points to two digits, halves up', () => {
    const rounded = [0n, 7n, 99n, 104n, 105n, 994n, 995n, 12_499n, 12_500n].map(roundPoints)
    expect(rounded).to.deep.equal([0n, 7n, 99n, 100n, 110n, 990n, 1_000n, 12_000n, 13_000n])
  })

  it('looks at each brand for itself, and leaves out what is zero', () => {
    const flow = (homeId: number | null, partnerId: number, members: number): Flow => ({
      homeId,
      partnerId,
      members,
      points: BigInt(members) * 123n,
    })
    const shown = hideSmallFlows(
      [flow(1, 1, 40), flow(2, 1, 12), flow(null, 1, 3), flow(1, 2, 9), flow(3, 3, 11)],
      [3, 1, 2],
    )
    expect(shown).to.deep.equal([
      // Beside the three whose brand is not known, the next one is hidden: after the last comes the first.
      { homeId: 1, partnerId: 1, members: null, points: null },
      { homeId: 2, partnerId: 1, members: 12, points: 1_500n },
      { homeId: null, partnerId: 1, members: null, points: null },
      ...[1, 2, 3, null].map((homeId) => ({ homeId, partnerId: 2, members: null, points: null })),
      { homeId: 3, partnerId: 3, members: 11, points: 1_400n },
    ])
  })
})
