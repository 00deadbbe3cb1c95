import { celEnv, CelScalar, isCelError, objectType, parse, plan } from '@bufbuild/cel'
import { timestampFromDate, TimestampSchema } from '@bufbuild/protobuf/wkt'

import { assert } from '../assert.ts'
import { checkCondition, ConditionFault, type UsedFacts } from './condition-types.ts'
import { FACT_TYPES, type Facts } from './facts.ts'

/** The longest condition, in UTF-16 units. */
export const CONDITION_LENGTH_MAX = 500
/** How many brackets may be open at once: the parser goes down with each, and must not run out of stack. */
export const CONDITION_BRACKETS_MAX = 32

/**
 * What decides conditions, and which part of CEL they may use. It is in the document of every rule, so that a receipt commits to it too: a
 * change of the package or of that part is a new name, and rules that were saved before it are read as they were.
 */
export const EVALUATOR = '@bufbuild/cel 0.6.1, profile 1'

/** What a condition says of a purchase: true, false, or why it could not tell. */
export type Verdict = boolean | { readonly fault: string }

/** A condition that may be asked. */
export interface Condition {
  readonly uses: UsedFacts
  readonly decide: (asked: Asked) => Verdict
}

/** The facts of a purchase as conditions are asked about them: made once, however many conditions there are. */
export type Asked = ReturnType<typeof askAbout>

const CEL_TYPES = {
  int: CelScalar.INT,
  string: CelScalar.STRING,
  bool: CelScalar.BOOL,
  timestamp: objectType(TimestampSchema),
} as const

const environment = celEnv({
  variables: Object.fromEntries(Object.entries(FACT_TYPES).map(([name, type]) => [name, CEL_TYPES[type]])),
})

/** Makes a condition of its text, or says what is wrong with it. No condition at all holds for every purchase. */
export function compileCondition(source: string): Condition | ConditionFault {
  if (source === '') return { uses: new Set(), decide: () => true }
  try {
    const { expr } = parseWithinLimits(source)
    const uses = checkCondition(expr)
    const ask = plan(environment, expr)
    return { uses, decide: (asked) => verdictOf(ask(asked)) }
  } catch (error) {
    if (error instanceof ConditionFault) return error
    throw error
  }
}

function parseWithinLimits(source: string): ReturnType<typeof parse> {
  if (source.length > CONDITION_LENGTH_MAX)
    throw new ConditionFault(
      `A condition has at most ${String(CONDITION_LENGTH_MAX)} characters; this one has ${String(source.length)}.`,
    )
  let open = 0
  for (const letter of source) {
    if ('([{'.includes(letter)) open += 1
    if (')]}'.includes(letter)) open -= 1
    if (open > CONDITION_BRACKETS_MAX)
      throw new ConditionFault(`A condition has at most ${String(CONDITION_BRACKETS_MAX)} brackets open at once.`)
  }
  try {
    return parse(source)
  } catch (error) {
    assert(error instanceof Error, 'a parser throws errors')
    throw new ConditionFault(`It cannot be read: ${error.message.replace(/^<input>:/, 'at ')}.`)
  }
}

/** Turns the facts of a purchase into what CEL calculates with. */
export function askAbout(facts: Facts) {
  const { weekday, hour, day, month, occurredAt, ...others } = facts
  return {
    ...others,
    weekday: BigInt(weekday),
    hour: BigInt(hour),
    day: BigInt(day),
    month: BigInt(month),
    occurredAt: timestampFromDate(occurredAt),
  }
}

function verdictOf(result: unknown): Verdict {
  if (isCelError(result)) return { fault: result.message }
  assert(typeof result === 'boolean', 'a condition of type bool says true or false')
  return result
}
