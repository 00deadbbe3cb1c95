import { expect } from 'chai'
import serialize from 'canonicalize'
import fc from 'fast-check'

import { type Explanation, explanationText, moveEntries, ruleDocument } from '../../../server/domain/explanations.ts'

const hash = (digits: string) => `0x${digits.repeat(32)}`
const points = fc.bigInt({ min: 1n, max: 2n ** 63n })
const entry = fc.bigInt({ min: 1n, max: 2n ** 63n })
const rules = fc.array(fc.record({ hash: fc.constantFrom(hash('0a'), hash('a0'), hash('ff')), points }))
const explanations: fc.Arbitrary<Explanation> = fc.oneof(
  fc.record({ kind: fc.constant('accrual' as const), rules }),
  fc.record({
    kind: fc.constant('accrual_reversal' as const),
    rules,
    reverses: fc.uniqueArray(fc.record({ entry, points }), { selector: (share) => share.entry }),
  }),
  fc.record({ kind: fc.constant('shortfall_recovery' as const), takenFrom: entry }),
)

describe('the explanation of an entry', () => {
  it('is canonical JSON by RFC 8785', () => {
    fc.assert(
      fc.property(explanations, (explanation) => {
        const text = explanationText(explanation)
        expect(text).to.equal(serialize(JSON.parse(text)))
      }),
    )
  })

  it('names the rules that gave the points', () => {
    const given = { kind: 'accrual' as const, rules: [{ hash: hash('ab'), points: 250n }] }
    expect(explanationText(given)).to.equal(`{"rules":[{"hash":"${hash('ab')}","points":"250"}]}`)
  })

  it('names what a return took back, in the order of the numbers, and each rule once', () => {
    const shares = [
      { hash: hash('bb'), points: 3n },
      { hash: hash('aa'), points: 40n },
      { hash: hash('bb'), points: 2n },
    ]
    const reverses = [10n, 7n, 9n].map((number, at) => ({ entry: number, points: shares[at]!.points }))
    expect(JSON.parse(explanationText({ kind: 'accrual_reversal', reverses, rules: shares }))).to.deep.equal({
      reverses: [
        { entry: '7', points: '40' },
        { entry: '9', points: '2' },
        { entry: '10', points: '3' },
      ],
      rules: [
        { hash: hash('aa'), points: '40' },
        { hash: hash('bb'), points: '5' },
      ],
    })
  })

  it('does not depend on the order in which it was found out', () => {
    fc.assert(
      fc.property(explanations, (explanation) => {
        if (explanation.kind !== 'accrual_reversal') return
        const { kind, reverses, rules: shares } = explanation
        const turned = { kind, reverses: reverses.toReversed(), rules: shares.toReversed() }
        expect(explanationText(turned)).to.equal(explanationText(explanation))
      }),
    )
  })

  it('follows entries that get other numbers, from the first of them on', () => {
    const reverses = [8n, 9n].map((number) => ({ entry: number, points: 1n }))
    const back = explanationText({ kind: 'accrual_reversal', reverses, rules: [] })
    expect(moveEntries(back, { from: 9n, by: 4n })).to.equal(
      '{"reverses":[{"entry":"8","points":"1"},{"entry":"13","points":"1"}],"rules":[]}',
    )
    const recovery = explanationText({ kind: 'shortfall_recovery', takenFrom: 9n })
    expect(moveEntries(recovery, { from: 9n, by: 4n })).to.equal('{"takenFrom":"13"}')
    expect(moveEntries(recovery, { from: 10n, by: 4n })).to.equal('{"takenFrom":"9"}')
  })

  it('stays canonical, and the same without a move', () => {
    fc.assert(
      fc.property(explanations, entry, fc.bigInt({ min: 0n, max: 99n }), (explanation, from, by) => {
        const text = explanationText(explanation)
        const moved = moveEntries(text, { from, by })
        expect(moved).to.equal(serialize(JSON.parse(moved)))
        expect(moveEntries(text, { from, by: 0n })).to.equal(text)
      }),
    )
  })
})

describe('the document of a rule', () => {
  it('is canonical JSON of everything that decides the points', () => {
    const rule = { partnerId: 1, currency: 'GBP', version: 3, points: 1n, perMinor: 100n, pointsMax: 500n }
    const text = ruleDocument(rule)
    expect(text).to.equal(
      '{"currency":"GBP","kind":"linear","partnerId":1,"perMinor":"100","points":"1","pointsMax":"500","version":3}',
    )
    expect(text).to.equal(serialize(JSON.parse(text)))
  })
})
