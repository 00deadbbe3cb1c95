import { expect } from 'chai'

import {
  askAbout,
  compileCondition,
  CONDITION_BRACKETS_MAX,
  CONDITION_LENGTH_MAX,
} from '../../../../server/domain/programme/condition.ts'
import {
  CONDITION_DEPTH_MAX,
  CONDITION_LIST_MAX,
  CONDITION_NODES_MAX,
  ConditionFault,
} from '../../../../server/domain/programme/condition-types.ts'
import { decideRules, programmeOf, readyRule } from '../../../../server/domain/programme/decide-rules.ts'
import { factsOf } from '../../../../server/domain/programme/facts.ts'
import { programmeDocument, type RuleTerms } from '../../../../server/domain/programme/rule-terms.ts'

const FACTS = factsOf(
  {
    amountMinor: 1_999n,
    eligibleMinor: 1_999n,
    currency: 'GBP',
    locationId: 'store-12',
    occurredAt: new Date('2026-11-23T10:11:00Z'),
    firstPurchase: true,
  },
  'Europe/London',
)

/** What a condition says, or the fault with which it is refused or cannot tell. */
function ask(source: string): boolean | string {
  const compiled = compileCondition(source)
  if (compiled instanceof ConditionFault) return compiled.message
  const verdict = compiled.decide(askAbout(FACTS))
  return typeof verdict === 'object' ? `cannot tell: ${verdict.fault}` : verdict
}

const TERMS: RuleTerms = {
  partnerId: 1,
  number: 1,
  version: 1,
  currency: 'GBP',
  title: 'A rule',
  condition: '',
  effect: { kind: 'bonus', points: 1n },
  minimumMinor: 0n,
  pointsMax: 1n,
  position: 0,
  group: null,
  startsAt: new Date('2026-01-01T00:00:00Z'),
  endsAt: null,
}

describe('a condition', () => {
  it('is asked about every fact', () => {
    const facts = [
      'amountMinor == 1999 && eligibleMinor == 1999 && currency == "GBP" && locationId == "store-12"',
      'weekday == 1 && hour == 10 && day == 23 && month == 11 && firstPurchase',
      'occurredAt >= timestamp("2026-11-23T10:11:00Z") && occurredAt < timestamp("2026-11-23T11:11:01+01:00")',
      'locationId.startsWith("store") && locationId.endsWith("12") && locationId.contains("-") && size(locationId) == 8',
      '',
    ]
    expect(facts.map(ask)).to.deep.equal(facts.map(() => true))
  })

  const limits: readonly [what: string, within: string, beyond: string][] = [
    ['length', 'true'.padEnd(CONDITION_LENGTH_MAX), 'true'.padEnd(CONDITION_LENGTH_MAX + 1)],
    ['depth', deep(CONDITION_DEPTH_MAX), deep(CONDITION_DEPTH_MAX + 1)],
    ['list', `hour in [${listOf(CONDITION_LIST_MAX)}]`, `hour in [${listOf(CONDITION_LIST_MAX + 1)}]`],
    ['nodes', withNodes(CONDITION_NODES_MAX), withNodes(CONDITION_NODES_MAX + 2)],
    [
      'brackets',
      `${'('.repeat(CONDITION_BRACKETS_MAX)}true${')'.repeat(CONDITION_BRACKETS_MAX)}`,
      `${'('.repeat(CONDITION_BRACKETS_MAX + 1)}true${')'.repeat(CONDITION_BRACKETS_MAX + 1)}`,
    ],
  ]
  for (const [what, within, beyond] of limits)
    it(`has a limit of its ${what}, and no more`, () => {
      expect(ask(within), within).to.be.a('boolean')
      expect(compileCondition(beyond), beyond).to.be.instanceOf(ConditionFault)
    })

  const refused: readonly [source: string, fault: string][] = [
    ['amountMinor', 'A condition says true or false; this one is of type int.'],
    ['price > 1', 'There is no fact price; there are '],
    ['constructor', 'There is no fact constructor; there are '],
    ['amountMinor > 1.5', 'A condition has whole numbers, texts, true and false, and no fractions, bytes or null.'],
    ['currency == null', 'A condition has whole numbers, texts, true and false, and no fractions, bytes or null.'],
    ['currency.matches("(a+)+$")', 'There is no function matches in conditions.'],
    ['matches(currency, "(a+)+$")', 'There is no function matches in conditions.'],
    ['toString(currency) == ""', 'There is no function toString in conditions.'],
    [
      '[1, 2, 3].all(x, [1, 2, 3].all(y, x * y > 0))',
      'Macros such as exists() and all() are not part of conditions: use `in`.',
    ],
    ['{"a": 1} == {"a": 1}', 'A condition has no fields, maps or messages.'],
    ['currency.length == 3', 'A condition has no fields, maps or messages.'],
    ['hour in []', 'A list has at least one element.'],
    ['hour in [1, "2"]', 'A list has elements of one type, not int and string.'],
    ['[[1]] == [[1]]', 'A list has no lists in it.'],
    ['amountMinor == currency', '== does not take int and string.'],
    ['startsWith(currency, "G")', 'There is no function startsWith in conditions.'],
    ['firstPurchase ? 1 : "a"', '`a ? b : c` takes a condition, and two values of one type.'],
    ['occurredAt > timestamp(currency)', 'timestamp() takes a moment that is written out, as "2026-12-24T00:00:00Z".'],
    [
      'occurredAt > timestamp("2026-13-01T00:00:00Z")',
      'timestamp() takes a moment that is written out, as "2026-12-24T00:00:00Z".',
    ],
    ['hour ==', 'It cannot be read: at '],
    ['('.repeat(CONDITION_LENGTH_MAX), 'A condition has at most 32 brackets open at once.'],
  ]
  for (const [source, fault] of refused)
    it(`is refused with its reason: ${source.slice(0, 60)}`, () => {
      expect(String(ask(source)).slice(0, fault.length)).to.equal(fault)
    })

  it('cannot tell where a number becomes too large or is divided by nothing, and throws nothing', () => {
    expect(ask('9223372036854775807 + amountMinor > 0')).to.match(/^cannot tell: /)
    expect(ask('amountMinor * 9223372036854775807 > 0')).to.match(/^cannot tell: /)
    expect(ask('1 / (amountMinor - 1999) == 0')).to.match(/^cannot tell: /)
    expect(ask('-9223372036854775807 - 2 == 0')).to.match(/^cannot tell: /)
    // What decides without it, decides.
    expect(ask('1 / (amountMinor - 1999) == 0 || firstPurchase')).to.equal(true)
  })

  it('takes no longer than its limits allow, whatever its author tries', () => {
    const asked = askAbout(FACTS)
    const worst = [
      `hour in [${listOf(CONDITION_LIST_MAX)}]`,
      withNodes(CONDITION_NODES_MAX),
      `(${Array.from({ length: 12 }, () => `"${'a'.repeat(30)}"`).join(' + ')}).contains("b")`,
    ].map((source) => {
      const compiled = compileCondition(source)
      if (compiled instanceof ConditionFault) throw compiled
      return compiled
    })
    const start = process.cpuUsage()
    for (let times = 0; times < 1_000; times += 1) for (const condition of worst) condition.decide(asked)
    const { user } = process.cpuUsage(start)
    // A thousand purchases by three of the worst rules: two seconds would be a hundred times what it takes.
    expect(user).to.be.lessThan(2_000_000)
  })

  it('that another evaluator decided is not decided by this one', () => {
    const document = programmeDocument(TERMS).replace(/"evaluator":"[^"]*"/, '"evaluator":"another 1.0"')
    const { giving, skipped } = decideRules(programmeOf([readyRule('old', document)]), FACTS)
    expect(giving).to.deep.equal([])
    expect(skipped).to.have.length(1)
    expect(skipped[0]?.fault).to.include('another 1.0')
  })
})

function listOf(count: number): string {
  return Array.from({ length: count }, (_, at) => String(at % 10)).join(',')
}

/** A condition that goes so deep: the comparison, and a sum that grows to its left. */
function deep(depth: number): string {
  return `${Array.from({ length: depth - 1 }, () => '1').join('+')} > 0`
}

/** A condition of so many parts, which is not deep: a list within its limit, and a second one for the rest. */
function withNodes(count: number): string {
  // `a in [..] || b in [..]`: one for `||`, and three for each side beside the elements.
  const elements = count - 7
  const first = Math.min(elements, CONDITION_LIST_MAX)
  return `day in [${listOf(first)}]||day in [${listOf(elements - first)}]`
}
