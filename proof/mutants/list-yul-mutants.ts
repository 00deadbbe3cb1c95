import type { Change, Site } from './mutant.ts'
import { placeOf } from './syntax-tree.ts'
import type { Node } from './syntax-tree.ts'

/** What an instruction is changed to, its arguments called `$a` and `$b`. An argument alone is a mask or check left out. */
const instructions: Record<string, readonly string[]> = {
  add: ['sub($a, $b)'],
  sub: ['add($a, $b)'],
  mul: ['div($a, $b)'],
  div: ['mul($a, $b)'],
  and: ['or($a, $b)', '$a', '$b'],
  or: ['and($a, $b)', '$a', '$b'],
  xor: ['or($a, $b)', 'and($a, $b)'],
  shl: ['shr($a, $b)'],
  shr: ['shl($a, $b)'],
  lt: ['gt($a, $b)', 'iszero(gt($a, $b))'],
  gt: ['lt($a, $b)', 'iszero(lt($a, $b))'],
  eq: ['iszero(eq($a, $b))'],
  iszero: ['iszero(iszero($a))'],
}
const parameters = ['$a', '$b']

/** Every change of a node of inline assembly: instructions, conditions and numbers changed, statements left out. */
export function yulChangesOf(node: Node, around: readonly Node[], source: string): Change[] {
  switch (node.nodeType) {
    case 'YulFunctionCall':
      return instructionChanges(node, around, source)
    case 'YulIf':
    case 'YulForLoop':
      return conditionChanges(node, around, source)
    case 'YulAssignment':
    case 'YulExpressionStatement':
    case 'YulBreak': {
      const [start, end] = placeOf(node)
      return [[start, end, '{}', { start, end, kind: 'yul statement' }]]
    }
    case 'YulLiteral':
      return literalChanges(node, around, source)
    default:
      return []
  }
}

/** The place right behind the brace that opens the assembly: there it can declare functions. */
function blockOf(around: readonly Node[], source: string): number {
  const assembly = around.find(({ nodeType }) => nodeType === 'InlineAssembly')
  if (assembly === undefined) throw new Error('Yul outside of inline assembly')
  return source.indexOf('{', placeOf(assembly)[0]) + 1
}

function siteOf(node: Node, around: readonly Node[], source: string, was: [string[], string]): Site {
  const [start, end] = placeOf(node)
  const [names, original] = was
  return { start, end, kind: 'yul expression', yul: { block: blockOf(around, source), names, original } }
}

function instructionChanges(node: Node, around: readonly Node[], source: string): Change[] {
  const name = (node['functionName'] as Node)['name'] as string
  const given = node['arguments'] as Node[]
  const names = parameters.slice(0, given.length)
  const [start, end] = placeOf(node)
  const textOf = (formula: string): string =>
    given.reduce((text, each, at) => text.replace(`$${'ab'[at]}`, () => source.slice(...placeOf(each))), formula)
  return (instructions[name] ?? []).map((formula) => {
    const site = siteOf(node, around, source, [names, `${name}(${names.join(', ')})`])
    const [, other] = /^(\w+)\(\$a, \$b\)$/.exec(formula) ?? []
    if (other !== undefined) return [start, start + name.length, other, site, formula]
    return [start, end, textOf(formula), site, formula]
  })
}

function conditionChanges(node: Node, around: readonly Node[], source: string): Change[] {
  const condition = node['condition'] as Node
  // A loop for ever that is made one for ever with another number is the same.
  const values = condition.nodeType === 'YulLiteral' ? ['0'] : ['1', '0']
  return values.map((value) => {
    const site = siteOf(condition, [node, ...around], source, [['$a'], '$a'])
    return [...placeOf(condition), value, site, value]
  })
}

function literalChanges(node: Node, around: readonly Node[], source: string): Change[] {
  const parent = around[0]
  if (node['kind'] !== 'number' || (parent?.nodeType === 'YulForLoop' && parent['condition'] === node)) return []
  const text = source.slice(...placeOf(node))
  const next = String(BigInt(text) + 1n)
  return [[...placeOf(node), next, siteOf(node, around, source, [[], text]), next]]
}
