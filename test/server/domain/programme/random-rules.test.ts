import { expect } from 'chai'
import fc from 'fast-check'

import type { EarningTerms } from '../../../../server/domain/earning.ts'
import { decideRules, programmeOf, readyRule } from '../../../../server/domain/programme/decide-rules.ts'
import { type Facts, factsOf } from '../../../../server/domain/programme/facts.ts'
import { givePoints, sumOf, takenShares } from '../../../../server/domain/programme/give-points.ts'
import {
  checkRuleTerms,
  type Effect,
  programmeDocument,
  type RuleTerms,
} from '../../../../server/domain/programme/rule-terms.ts'
import { reverseShares } from '../../../../server/domain/returns.ts'
import {
  celOf,
  earnPlainly,
  type NumberFact,
  type PlainRule,
  pointsPlainly,
  type Tree,
} from '../../../support/reference-programme.ts'

/** How many sets of rules are drawn: ENTENTE_RULE_SETS=100000 for the long run (docs/programme.md). */
const RULE_SETS = Number(process.env['ENTENTE_RULE_SETS'] ?? '2000')
const SEED = Number(process.env['ENTENTE_RULE_SEED'] ?? '20261201')

const NUMBER_FACTS: readonly NumberFact[] = ['amountMinor', 'eligibleMinor', 'weekday', 'hour', 'day', 'month']
const small = (max: number) => fc.bigInt({ min: 0n, max: BigInt(max) })

const tree: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constant<Tree>({ kind: 'fact', name: 'firstPurchase' }),
    fc.record({
      kind: fc.constant('compare' as const),
      name: fc.constantFrom(...NUMBER_FACTS),
      by: fc.constantFrom('<', '<=', '>', '>=', '==', '!='),
      to: fc.oneof(small(31), small(5_000)),
    }),
    fc.record({
      kind: fc.constant('within' as const),
      name: fc.constantFrom(...NUMBER_FACTS),
      list: fc.array(small(31), { minLength: 1, maxLength: 6 }),
    }),
    fc.record({ kind: fc.constant('begins' as const), text: fc.constantFrom('', 'store', 'store-1', 'web') }),
    fc.record({ kind: fc.constant('quotient' as const), over: small(9_000), under: small(3), to: small(2) }),
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), one: tie('tree'), other: tie('tree') }),
    fc.record({ kind: fc.constant('not' as const), one: tie('tree') }),
  ),
})).tree

const effect: fc.Arbitrary<Effect> = fc.oneof(
  fc.record({
    kind: fc.constant('rate' as const),
    points: fc.bigInt({ min: 1n, max: 50n }),
    perMinor: fc.bigInt({ min: 1n, max: 999n }),
  }),
  fc.record({ kind: fc.constant('multiplier' as const), percent: fc.bigInt({ min: 101n, max: 1_000n }) }),
  fc.record({ kind: fc.constant('bonus' as const), points: fc.bigInt({ min: 1n, max: 5_000n }) }),
)

const DAY_MS = 86_400_000
const BEGIN = Date.parse('2026-01-01T00:00:00Z')
const moment = fc.integer({ min: 0, max: 400 * 24 }).map((hours) => new Date(BEGIN + (hours * DAY_MS) / 24))

const rules: fc.Arbitrary<PlainRule[]> = fc
  .array(
    fc.record({
      tree,
      effect,
      minimumMinor: fc.oneof(fc.constant(0n), small(4_000)),
      pointsMax: fc.oneof(fc.bigInt({ min: 1n, max: 200n }), fc.constant(10_000_000n)),
      position: fc.integer({ min: 0, max: 4 }),
      group: fc.constantFrom(null, null, 'one', 'two'),
      currency: fc.constantFrom('GBP', 'GBP', 'GBP', 'EUR'),
      startsAt: fc.oneof(fc.constant(new Date(BEGIN)), moment),
      days: fc.constantFrom(null, 1, 100, 500),
    }),
    { maxLength: 12 },
  )
  .map((drawn) =>
    drawn.map(({ tree: condition, days, ...terms }, at) => ({
      tree: condition,
      terms: {
        ...terms,
        partnerId: 1,
        number: at + 1,
        version: 1,
        title: `Rule ${at + 1}`,
        condition: celOf(condition),
        endsAt: days === null ? null : new Date(terms.startsAt.getTime() + days * DAY_MS),
      } satisfies RuleTerms,
    })),
  )

const base: fc.Arbitrary<EarningTerms> = fc.record({
  points: small(7),
  perMinor: fc.bigInt({ min: 1n, max: 1_000n }),
  pointsMax: fc.oneof(small(300), fc.constant(1_000_000n)),
})

const facts: fc.Arbitrary<Facts> = fc
  .record({
    amountMinor: fc.oneof(small(5_000), small(1_000_000_000)),
    share: fc.bigInt({ min: 0n, max: 4n }),
    locationId: fc.constantFrom(null, 'store-1', 'store-22', 'web'),
    occurredAt: moment,
    firstPurchase: fc.boolean(),
    timeZone: fc.constantFrom(null, 'Europe/London', 'Asia/Tokyo', 'America/New_York'),
  })
  .map(({ share, timeZone, ...drawn }) => {
    const eligibleMinor = share === 4n ? drawn.amountMinor : (drawn.amountMinor * share) / 4n
    return factsOf({ ...drawn, eligibleMinor, currency: 'GBP' }, timeZone)
  })

/** Rules as they come back from the store. */
const stored = (plain: readonly PlainRule[]) =>
  programmeOf(
    plain.map(({ terms }) => {
      checkRuleTerms(terms)
      return readyRule(String(terms.number), programmeDocument(terms))
    }),
  )

describe(`${RULE_SETS} random sets of rules (seed ${SEED})`, function () {
  this.timeout(Math.max(90_000, RULE_SETS * 60))
  const drawn = { numRuns: RULE_SETS, seed: SEED }

  it('give what a plain evaluator gives, and name who gave and who could not tell', function () {
    let gave = 0
    let skips = 0
    const property = fc.property(rules, base, facts, (plain, linear, asked) => {
      const expected = earnPlainly(linear, plain, asked)
      const decision = decideRules(stored(plain), asked)
      expect(decision.giving.map(({ number }) => number)).to.deep.equal(expected.giving)
      expect(decision.skipped.map(({ id }) => Number(id))).to.deep.equal(expected.skipped)
      const shares = givePoints(linear, decision.giving, asked.eligibleMinor)
      expect(sumOf(shares)).to.equal(expected.points)
      expect(shares.every((share) => share >= 0n)).to.equal(true)
      gave += expected.giving.length
      skips += expected.skipped.length
    })
    fc.assert(property, drawn)
    // Both happened: what was drawn does not pass by saying nothing.
    expect([gave > RULE_SETS / 4, skips > 0]).to.deep.equal([true, true])
  })

  it('take back all that they gave, whichever way the goods come back, and never more than is left', function () {
    const cuts = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 6 })
    const property = fc.property(rules, base, facts, cuts, (plain, linear, asked, weights) => {
      const { giving } = decideRules(stored(plain), asked)
      const points = sumOf(givePoints(linear, giving, asked.eligibleMinor))
      const { amountMinor, eligibleMinor } = asked
      let sale = { amountMinor, eligibleMinor, points, returnedMinor: 0n, pointsReversed: 0n }
      const all = weights.reduce((sum, weight) => sum + weight, 0)
      for (const [at, weight] of weights.entries()) {
        const left = amountMinor - sale.returnedMinor
        const part = at === weights.length - 1 ? left : (amountMinor * BigInt(weight)) / BigInt(all)
        if (part === 0n) continue
        const taken = reverseShares({ base: linear, further: giving }, sale, part)
        expect(taken.every((share) => share >= 0n)).to.equal(true)
        sale = {
          ...sale,
          returnedMinor: sale.returnedMinor + part,
          pointsReversed: sale.pointsReversed + sumOf(taken),
        }
        const due = (eligibleMinor * (amountMinor - sale.returnedMinor)) / amountMinor
        const expected = pointsPlainly(linear, giving, due)
        expect(points - sale.pointsReversed).to.equal(expected)
      }
      if (amountMinor > 0n) expect(sale.pointsReversed).to.equal(points)
    })
    fc.assert(property, drawn)
  })
})

describe('what a return takes of each share', () => {
  it('sets a share that rounding made larger against the next one, and at the end against the one before', () => {
    expect(takenShares([1n, 1n, 3n], [0n, 2n, 1n])).to.deep.equal([1n, 0n, 1n])
    expect(takenShares([5n, 1n], [2n, 2n])).to.deep.equal([2n, 0n])
    expect(takenShares([5n, 1n], [5n, 1n])).to.deep.equal([0n, 0n])
  })
})
