import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

import { root } from '../run-program.ts'

const require = createRequire(import.meta.url)
const solc = require('solc') as {
  compile(input: string, callbacks: { import: (path: string) => { contents: string } | { error: string } }): string
}

/** One change in one place. */
export interface Mutant {
  file: string
  line: number
  start: number
  end: number
  before: string
  replacement: string
  /** A condition that is always or never true: both are killed only if both branches are taken and asserted. */
  isBranch: boolean
  /** What can be written both ways at once; absent where only the text of the whole file can be changed. */
  site?: Site
}

/** The expression or statement that a change is in. */
export interface Site {
  start: number
  end: number
  kind: 'expression' | 'statement'
  /** The type that a literal has to keep where both numbers stand beside each other. */
  cast?: string
}

interface Node {
  nodeType?: string
  src?: string
  [key: string]: unknown
}

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
  '&&': ['||'],
  '||': ['&&'],
}
const assignments: Record<string, string[]> = { '+=': ['-='], '-=': ['+='], '|=': ['&='] }

/** Every mutant of the files: operators turned, conditions fixed, statements and modifiers left out, numbers changed. */
export function listMutants(files: string[]): Mutant[] {
  const trees = parse(files)
  return files.flatMap((file) => {
    const source = readFileSync(join(root, file), 'utf8')
    const bytes = Buffer.from(source)
    if (bytes.length !== source.length) throw new Error(`${file} has characters that are not ASCII: places would shift`)
    const mutants: Mutant[] = []
    visit(treeOf(trees, file), (node, parent) => {
      const isBranch =
        node.nodeType === 'IfStatement' || node.nodeType === 'Conditional' || node.nodeType === 'WhileStatement'
      for (const [start, end, replacement, site] of changesOf(node, parent, source)) {
        const line = source.slice(0, start).split('\n').length
        const before = source.slice(start, end).replaceAll(/\s+/g, ' ')
        if (before === replacement) continue
        mutants.push({ file, line, start, end, before, replacement, isBranch, ...(site && { site }) })
      }
    })
    return mutants
  })
}

function treeOf(trees: Map<string, Node>, file: string): Node {
  const tree = trees.get(file)
  if (!tree) throw new Error(`solc could not read ${file}`)
  return tree
}

function parse(files: string[]): Map<string, Node> {
  const sources = Object.fromEntries(files.map((file) => [file, { content: readFileSync(join(root, file), 'utf8') }]))
  const input = { language: 'Solidity', sources, settings: { outputSelection: { '*': { '': ['ast'] } } } }
  const read = (path: string) => {
    const place = path.startsWith('@') ? join(root, 'node_modules', path) : join(root, path)
    return { contents: readFileSync(place, 'utf8') }
  }
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: read })) as {
    sources: Record<string, { ast: Node }>
  }
  return new Map(Object.entries(output.sources).map(([file, { ast }]) => [file, ast]))
}

function visit(node: Node, found: (node: Node, parent: Node | null) => void, parent: Node | null = null): void {
  if (node.nodeType !== undefined) found(node, parent)
  const self = node.nodeType === undefined ? parent : node
  for (const value of Object.values(node)) {
    if (typeof value === 'object' && value !== null) visit(value as Node, found, self)
  }
}

type Change = [start: number, end: number, replacement: string, site?: Site | undefined]

function placeOf(node: Node): [number, number] {
  const [start, length] = String(node.src).split(':').map(Number) as [number, number]
  return [start, start + length]
}

function expressionAt(node: Node, cast?: string): Site {
  const [start, end] = placeOf(node)
  return { start, end, kind: 'expression', ...(cast !== undefined && { cast }) }
}

function changesOf(node: Node, parent: Node | null, source: string): Change[] {
  switch (node.nodeType) {
    case 'BinaryOperation':
      return operatorChanges(node, ['leftExpression', 'rightExpression'], { ...comparisons, ...arithmetic }, source)
    case 'Assignment':
      return operatorChanges(node, ['leftHandSide', 'rightHandSide'], assignments, source)
    case 'IfStatement':
    case 'WhileStatement':
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
      return []
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
  const value = BigInt((node['value'] as string).replaceAll('_', ''))
  const beside = (parent?.['commonType'] as { typeString?: string } | undefined)?.typeString
  const switchable = parent?.nodeType !== 'ArrayTypeName' && !isConstant(parent)
  // A number that is shifted takes the type of what comes out.
  const types = parent?.nodeType === 'BinaryOperation' ? [beside, typeOf(parent)] : []
  const cast = types.find((type) => type?.startsWith('uint'))
  return [[...placeOf(node), String(value + 1n), switchable ? expressionAt(node, cast) : undefined]]
}
