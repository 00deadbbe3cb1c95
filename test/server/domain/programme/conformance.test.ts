import {
  getConformanceSuite,
  type IncrementalTest,
  type IncrementalTestSuite,
} from '@bufbuild/cel-spec/testdata/tests.js'
import { expect } from 'chai'

import { compileCondition } from '../../../../server/domain/programme/condition.ts'
import { ConditionFault } from '../../../../server/domain/programme/condition-types.ts'
import { askAbout } from '../../../../server/domain/programme/condition.ts'
import { factsOf } from '../../../../server/domain/programme/facts.ts'

/** How many of Google's cases are within the subset: a change of it, or of the package, is to be seen. */
const CASES_WITHIN = 281

const asked = askAbout(
  factsOf(
    {
      amountMinor: 1_999n,
      eligibleMinor: 1_999n,
      currency: 'GBP',
      locationId: null,
      occurredAt: new Date('2026-11-23T10:11:00Z'),
      firstPurchase: false,
    },
    null,
  ),
)

function casesOf(suite: IncrementalTestSuite, path: string): { name: string; test: IncrementalTest }[] {
  const own = suite.tests.map((test) => ({ name: `${path}/${test.name}`, test }))
  return [...own, ...suite.suites.flatMap((inner) => casesOf(inner, `${path}/${inner.name}`))]
}

/** How a case that results in a whole number, a text or a truth is asked as a condition; null where it cannot be. */
function conditionOf({ original }: IncrementalTest): { source: string; expected: boolean | 'fault' } | null {
  const { expr, resultMatcher, bindings, container } = original
  if (Object.keys(bindings).length > 0 || container !== '') return null
  if (resultMatcher.case === 'evalError') return { source: `(${expr}) == (${expr})`, expected: 'fault' }
  const value = resultMatcher.case === 'value' ? resultMatcher.value.kind : undefined
  if (resultMatcher.case === undefined) return { source: expr, expected: true }
  if (value?.case === 'boolValue') return { source: expr, expected: value.value }
  if (value?.case === 'int64Value') return { source: `(${expr}) == ${value.value}`, expected: true }
  if (value?.case === 'stringValue') return { source: `(${expr}) == ${JSON.stringify(value.value)}`, expected: true }
  return null
}

const cases = casesOf(getConformanceSuite(), 'conformance').flatMap(({ name, test }) => {
  const asCondition = conditionOf(test)
  if (asCondition === null) return []
  const compiled = compileCondition(asCondition.source)
  return compiled instanceof ConditionFault ? [] : [{ name, compiled, ...asCondition }]
})

describe("Google's conformance cases of CEL, as far as conditions go", () => {
  it('has as many within the subset as before', () => {
    expect(cases).to.have.length(CASES_WITHIN)
  })

  for (const { name, source, compiled, expected } of cases)
    it(`${name}: ${source}`, () => {
      const verdict = compiled.decide(asked)
      expect(typeof verdict === 'object' ? 'fault' : verdict).to.equal(expected)
    })
})
