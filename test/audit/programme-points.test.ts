import { expect } from 'chai'
import fc from 'fast-check'

import { RuleDocument } from '../../audit/archive/receipts-file.ts'
import { faultsOf, type NamedRule } from '../../audit/checks/programme-points.ts'
import { ruleDocument } from '../../server/domain/explanations.ts'
import { givePoints } from '../../server/domain/programme/give-points.ts'
import { type Effect, programmeDocument, type RuleTerms } from '../../server/domain/programme/rule-terms.ts'
import { aRule } from '../support/earning.ts'

const effect: fc.Arbitrary<Effect> = fc.oneof(
  fc.record({
    kind: fc.constant('rate' as const),
    points: fc.bigInt({ min: 1n, max: 50n }),
    perMinor: fc.bigInt({ min: 1n, max: 999n }),
  }),
  fc.record({ kind: fc.constant('multiplier' as const), percent: fc.bigInt({ min: 101n, max: 1_000n }) }),
  fc.record({ kind: fc.constant('bonus' as const), points: fc.bigInt({ min: 1n, max: 500n }) }),
)

const termsOf = (changed: Partial<RuleTerms>): RuleTerms => ({
  partnerId: 1,
  number: 1,
  version: 1,
  currency: 'GBP',
  title: 'A rule',
  condition: '',
  effect: { kind: 'bonus', points: 50n },
  minimumMinor: 0n,
  pointsMax: 10_000_000n,
  position: 100,
  group: null,
  startsAt: new Date('2026-01-01T00:00:00Z'),
  endsAt: null,
  ...changed,
})

const LINEAR = aRule({ points: 1n, perMinor: 100n })

/** What the server's documents say to an auditor, and what the server gives by them. */
function explained(terms: readonly RuleTerms[], amountMinor: bigint): NamedRule[] {
  const documents = [ruleDocument(LINEAR), ...terms.map(programmeDocument)]
  const shares = givePoints(LINEAR, terms, amountMinor)
  return documents.map((text, at) => ({ rule: RuleDocument.parse(JSON.parse(text)), points: shares[at] ?? 0n }))
}

const disclosed = (amountMinor: bigint) => ({ amountMinor, currency: 'GBP', hasInputs: true })
const HIDDEN = { amountMinor: null, currency: null, hasInputs: true }

describe('the points of rules, as the audit works them out', () => {
  const rules = fc
    .array(
      fc.record({ effect, pointsMax: fc.bigInt({ min: 1n, max: 300n }), position: fc.integer({ min: 0, max: 3 }) }),
      {
        maxLength: 6,
      },
    )
    .map((drawn) => drawn.map((one, at) => termsOf({ ...one, number: at + 1 })))
    .map((terms) => terms.toSorted((one, other) => one.position - other.position || one.number - other.number))

  it('are those of the server, in whichever order the explanation names the rules, and no others', () => {
    const property = fc.property(rules, fc.bigInt({ min: 1n, max: 1_000_000n }), fc.nat(), (terms, amount, at) => {
      const named = explained(terms, amount)
      expect(faultsOf(named.toReversed(), disclosed(amount))).to.deep.equal([])
      expect(faultsOf(named, HIDDEN)).to.deep.equal([])
      const wrong = at % named.length
      const changed = named.map((one, place) => (place === wrong ? { ...one, points: one.points + 1n } : one))
      expect(faultsOf(changed, disclosed(amount))).to.have.length.greaterThan(0)
    })
    fc.assert(property, { numRuns: 500, seed: 20_261_201 })
  })

  it('of a bonus, and the most of a rule, are checked without the amount', () => {
    const [base, bonus] = explained([termsOf({})], 1_999n)
    expect(faultsOf([base!, { ...bonus!, points: 51n }], HIDDEN)).to.deep.equal([
      'rule 1 gave 51 points, and its bonus is 50.',
    ])
    const [, capped] = explained([termsOf({ effect: { kind: 'multiplier', percent: 200n }, pointsMax: 5n })], 1_999n)
    expect(capped!.points).to.equal(5n)
    expect(faultsOf([base!, { ...capped!, points: 6n }], HIDDEN)).to.deep.equal([
      'rule 1 gave 6 points, and its most is 5.',
    ])
  })

  it('of a group are of one rule, and come with what the rules were asked', () => {
    const group = 'welcome'
    const named = explained([termsOf({ group }), termsOf({ group, number: 2 })], 1_999n)
    expect(faultsOf(named, HIDDEN)).to.deep.equal(['two rules of one group gave points.'])
    expect(faultsOf(named.slice(0, 2), { ...HIDDEN, hasInputs: false })).to.deep.equal([
      'it does not commit to what its rules were asked about.',
    ])
    const [base] = named
    expect(faultsOf([base!, base!], HIDDEN)).to.deep.equal(['two earning rules gave points.'])
  })
})
