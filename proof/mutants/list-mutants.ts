import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { root } from '../../cli/run-program.ts'
import { numberOccurrences } from '../reasons.ts'
import { codeAround } from './code-around.ts'
import { yulChangesOf } from './list-yul-mutants.ts'
import type { Change, Mutant, Site } from './mutant.ts'
import { parse, placeOf, visit } from './syntax-tree.ts'
import type { Node } from './syntax-tree.ts'

/** The boundary alone: a comparison turned round is what a fixed condition already tries. */
const comparisons: Record<string, string[]> = {
  '<': ['<='],
  '<=': ['<'],
  '>': ['>='],
  '>=': ['>'],
  '==': ['!='],
  '!=': ['=='],
}
const arithmetic: Record<string, string[]> = {
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '<<': ['>>'],
  '>>': ['<<'],
  '&': ['|'],
  '|': ['&'],
  '^': ['|', '&'],
  '&&': ['||'],
  '||': ['&&'],
}
const assignments: Record<string, string[]> = { '+=': ['-='], '-=': ['+='], '|=': ['&='] }

const branches = new Set(['IfStatement', 'Conditional', 'WhileStatement', 'ForStatement', 'YulIf', 'YulForLoop'])

/** Every mutant of the files: operators turned, conditions fixed, statements and modifiers left out, numbers changed. */
export function listMutants(files: readonly string[], folder = root): Mutant[] {
  const trees = parse(files, folder)
  return files.flatMap((file) => {
    const tree = trees.get(file)
    if (!tree) throw new Error(`solc could not read ${file}`)
    const source = readFileSync(join(folder, file), 'utf8')
    if (Buffer.from(source).length !== source.length)
      throw new Error(`${file} has characters that are not ASCII: places would shift`)
    const mutants: Mutant[] = []
    visit(tree, (node, around) => {
      const isBranch = branches.has(String(node.nodeType))
      const language = node.nodeType?.startsWith('Yul') ? 'yul' : 'solidity'
      for (const [start, end, replacement, site, formula] of changesOf(node, around, source)) {
        const line = source.slice(0, start).split('\n').length
        const before = source.slice(start, end).replaceAll(/\s+/g, ' ')
        if (before === replacement) continue
        const code = isBranch && node.nodeType !== 'Conditional' ? before : codeAround(node, around, source)
        const name = { file, code, found: `${before} -> ${replacement}` }
        const how = { ...(site && { site }), ...(formula !== undefined && { formula }) }
        mutants.push({ ...name, line, start, end, before, replacement, isBranch, language, ...how })
      }
    })
    return numberOccurrences(mutants.toSorted((a, b) => a.start - b.start))
  })
}

function expressionAt(node: Node, cast?: string): Site {
  const [start, end] = placeOf(node)
  return { start, end, kind: 'expression', ...(cast !== undefined && { cast }) }
}

function changesOf(node: Node, around: readonly Node[], source: string): Change[] {
  const parent = around[0] ?? null
  switch (node.nodeType) {
    case 'BinaryOperation':
      return operatorChanges(node, ['leftExpression', 'rightExpression'], { ...comparisons, ...arithmetic }, source)
    case 'Assignment':
      return operatorChanges(node, ['leftHandSide', 'rightHandSide'], assignments, source)
    case 'IfStatement':
    case 'WhileStatement':
    case 'ForStatement':
    case 'Conditional': {
      const condition = node['condition'] as Node
      return ['true', 'false'].map((value) => [...placeOf(condition), value, expressionAt(condition)])
    }
    case 'ModifierInvocation':
      return parent?.['kind'] === 'constructor' ? [] : [[...placeOf(node), '']]
    case 'ExpressionStatement':
    case 'EmitStatement':
      return [omission(node, source)]
    case 'UnaryOperation':
      return node['operator'] === '!'
        ? [[...placeOf(node), source.slice(...placeOf(node['subExpression'] as Node)), expressionAt(node)]]
        : []
    case 'Literal':
      return literalChanges(node, parent)
    default:
      return yulChangesOf(node, around, source)
  }
}

/** A statement that is left out: an empty block, which needs no semicolon after it but bears one. */
function omission(node: Node, source: string): Change {
  const [start, end] = placeOf(node)
  if (source[end] === ';') return [start, end, '{} if (false) {}', { start, end: end + 1, kind: 'statement' }]
  // The step of a loop, which nothing has to take the place of.
  return [start, end, '']
}

function typeOf(node: Node | null): string | undefined {
  return (node?.['typeDescriptions'] as { typeString?: string } | undefined)?.typeString
}

function isConstant(node: Node | null): boolean {
  return typeOf(node)?.startsWith('int_const') ?? false
}

function operatorChanges(
  node: Node,
  [leftName, rightName]: readonly [string, string],
  table: Record<string, string[]>,
  source: string,
): Change[] {
  const operator = node['operator'] as string
  const from = placeOf(node[leftName] as Node)[1]
  const between = source.slice(from, placeOf(node[rightName] as Node)[0])
  const at = from + between.indexOf(operator)
  const site = isConstant(node) ? undefined : expressionAt(node)
  return (table[operator] ?? []).map((replacement) => [at, at + operator.length, replacement, site])
}

function literalChanges(node: Node, parent: Node | null): Change[] {
  if (node['kind'] === 'bool')
    return [[...placeOf(node), node['value'] === 'true' ? 'false' : 'true', expressionAt(node)]]
  if (node['kind'] !== 'number' || parent?.nodeType === 'FunctionCall' || node['subdenomination']) return []
  const value = numberOf((node['value'] as string).replaceAll('_', ''))
  const beside = (parent?.['commonType'] as { typeString?: string } | undefined)?.typeString
  const switchable = parent?.nodeType !== 'ArrayTypeName' && !isConstant(parent)
  // A number that is shifted takes the type of what comes out.
  const types = parent?.nodeType === 'BinaryOperation' ? [beside, typeOf(parent)] : []
  const cast = types.find((type) => type?.startsWith('uint'))
  return [[...placeOf(node), String(value + 1n), switchable ? expressionAt(node, cast) : undefined]]
}

/** In hexadecimal an `e` is a digit. */
function numberOf(text: string): bigint {
  const [, digits, zeros] = /^(\d+)e(\d+)$/.exec(text) ?? []
  return digits === undefined ? BigInt(text) : BigInt(digits) * 10n ** BigInt(zeros ?? 0)
}
