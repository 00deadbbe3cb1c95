import type { Expr, Expr_Call } from '@bufbuild/cel-spec/cel/expr/syntax_pb.js'

import { FACT_TYPES, type FactName } from './facts.ts'

/** Limits of a condition: with them, to decide one takes a time that its author cannot choose. */
export const CONDITION_DEPTH_MAX = 16
export const CONDITION_NODES_MAX = 200
export const CONDITION_LIST_MAX = 100

type Scalar = 'bool' | 'int' | 'string' | 'timestamp'
type Type = Scalar | `list(${Scalar})`

/** What is wrong with a condition, in words for whoever wrote it. */
export class ConditionFault extends Error {
  override readonly name = 'ConditionFault'
}

/** Facts that a condition asks for. */
export type UsedFacts = ReadonlySet<FactName>

/**
 * Checks that a parsed condition is within its limits, of the types that are allowed and no others, and says true or false. There are no
 * loops in this part of CEL, no regular expressions and no fractions, so that a condition is decided in one step for each of its nodes.
 */
export function checkCondition(expression: Expr): UsedFacts {
  const check = new Check()
  const type = check.typeOf(expression, 1)
  if (type !== 'bool') throw new ConditionFault(`A condition says true or false; this one is of type ${type}.`)
  return check.used
}

const isScalar = (type: Type): type is Scalar => !type.startsWith('list(')

/** How operators and functions take what they are given, by name and number of arguments; a method's target is its first one. */
const SIGNATURES: Readonly<Record<string, readonly (readonly [takes: readonly Type[], gives: Type])[]>> = {
  '_&&_': [[['bool', 'bool'], 'bool']],
  '_||_': [[['bool', 'bool'], 'bool']],
  '!_': [[['bool'], 'bool']],
  '-_': [[['int'], 'int']],
  '_+_': [
    [['int', 'int'], 'int'],
    [['string', 'string'], 'string'],
  ],
  '_-_': [[['int', 'int'], 'int']],
  '_*_': [[['int', 'int'], 'int']],
  '_/_': [[['int', 'int'], 'int']],
  '_%_': [[['int', 'int'], 'int']],
  '_<_': ordered(),
  '_<=_': ordered(),
  '_>_': ordered(),
  '_>=_': ordered(),
  timestamp: [[['string'], 'timestamp']],
  size: [[['string'], 'int'], ...lists((list) => [[list], 'int'])],
  contains: [[['string', 'string'], 'bool']],
  startsWith: [[['string', 'string'], 'bool']],
  endsWith: [[['string', 'string'], 'bool']],
  '@in': lists((list, item) => [[item, list], 'bool']),
  '_==_': [...equal(), ...lists((list) => [[list, list], 'bool'])],
  '_!=_': [...equal(), ...lists((list) => [[list, list], 'bool'])],
}

/** Those that are written as `text.name(...)`; `size` may be, all others are written without a target. */
const METHODS = new Set(['contains', 'startsWith', 'endsWith'])

type Signature = readonly [takes: readonly Type[], gives: Type]

function ordered(): Signature[] {
  return (['int', 'string', 'timestamp'] as const).map((type) => [[type, type], 'bool'])
}

function equal(): Signature[] {
  return (['bool', 'int', 'string', 'timestamp'] as const).map((type) => [[type, type], 'bool'])
}

function lists(signature: (list: Type, item: Type) => Signature): Signature[] {
  return (['bool', 'int', 'string', 'timestamp'] as const).map((item) => signature(`list(${item})`, item))
}

class Check {
  readonly used = new Set<FactName>()
  private nodes = 0

  typeOf({ exprKind }: Expr, depth: number): Type {
    this.nodes += 1
    if (this.nodes > CONDITION_NODES_MAX)
      throw new ConditionFault(`A condition has at most ${String(CONDITION_NODES_MAX)} parts; this one has more.`)
    if (depth > CONDITION_DEPTH_MAX)
      throw new ConditionFault(`A condition is at most ${String(CONDITION_DEPTH_MAX)} deep; this one is deeper.`)
    switch (exprKind.case) {
      case 'constExpr':
        return constantType(exprKind.value.constantKind.case)
      case 'identExpr':
        return this.factType(exprKind.value.name)
      case 'listExpr':
        return this.listType(exprKind.value.elements, depth)
      case 'callExpr':
        return this.callType(exprKind.value, depth)
      case 'comprehensionExpr':
        throw new ConditionFault('Macros such as exists() and all() are not part of conditions: use `in`.')
      default:
        throw new ConditionFault('A condition has no fields, maps or messages.')
    }
  }

  private factType(name: string): Type {
    if (!Object.hasOwn(FACT_TYPES, name))
      throw new ConditionFault(`There is no fact ${name}; there are ${Object.keys(FACT_TYPES).join(', ')}.`)
    this.used.add(name as FactName)
    return FACT_TYPES[name as FactName]
  }

  private listType(elements: readonly Expr[], depth: number): Type {
    if (elements.length > CONDITION_LIST_MAX)
      throw new ConditionFault(
        `A list has at most ${String(CONDITION_LIST_MAX)} elements; this one has ${String(elements.length)}.`,
      )
    const types = new Set(elements.map((element) => this.typeOf(element, depth + 1)))
    const [type, other] = types
    if (type === undefined) throw new ConditionFault('A list has at least one element.')
    if (other !== undefined) throw new ConditionFault(`A list has elements of one type, not ${type} and ${other}.`)
    if (!isScalar(type)) throw new ConditionFault('A list has no lists in it.')
    return `list(${type})`
  }

  private callType({ function: name, target, args }: Expr_Call, depth: number): Type {
    const given = [...(target === undefined ? [] : [target]), ...args]
    const types = given.map((argument) => this.typeOf(argument, depth + 1))
    if (name === '_?_:_') return choiceType(types)
    const signatures = Object.hasOwn(SIGNATURES, name) ? SIGNATURES[name] : undefined
    const isMethod = target !== undefined
    if (signatures === undefined || (isMethod !== METHODS.has(name) && name !== 'size'))
      throw new ConditionFault(`There is no function ${name.replaceAll(/[_@]/g, '')} in conditions.`)
    if (name === 'timestamp') checkMoment(args[0])
    const found = signatures.find(([takes]) => takes.length === types.length && takes.every((t, at) => t === types[at]))
    if (found === undefined)
      throw new ConditionFault(`${name.replaceAll(/[_@]/g, '')} does not take ${types.join(' and ')}.`)
    return found[1]
  }
}

function constantType(kind: string | undefined): Type {
  if (kind === 'boolValue') return 'bool'
  if (kind === 'int64Value') return 'int'
  if (kind === 'stringValue') return 'string'
  throw new ConditionFault('A condition has whole numbers, texts, true and false, and no fractions, bytes or null.')
}

function choiceType([condition, one, other]: readonly Type[]): Type {
  if (condition !== 'bool' || one === undefined || one !== other)
    throw new ConditionFault('`a ? b : c` takes a condition, and two values of one type.')
  return one
}

/** A moment that is written out can be checked now, rather than when somebody buys something. */
function checkMoment(argument: Expr | undefined): void {
  const kind = argument?.exprKind
  const text = kind?.case === 'constExpr' ? kind.value.constantKind : undefined
  const isMoment =
    text?.case === 'stringValue' &&
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})$/.test(text.value) &&
    !Number.isNaN(Date.parse(text.value))
  if (!isMoment) throw new ConditionFault('timestamp() takes a moment that is written out, as "2026-12-24T00:00:00Z".')
}
