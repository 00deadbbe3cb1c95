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
      for (const [start, end, replacement] of changesOf(node, parent, source)) {
        const line = source.slice(0, start).split('\n').length
        const before = source.slice(start, end).replaceAll(/\s+/g, ' ')
        mutants.push({ file, line, start, end, before, replacement, isBranch })
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

type Change = [start: number, end: number, replacement: string]

function placeOf(node: Node): [number, number] {
  const [start, length] = String(node.src).split(':').map(Number) as [number, number]
  return [start, start + length]
}

function changesOf(node: Node, parent: Node | null, source: string): Change[] {
  switch (node.nodeType) {
    case 'BinaryOperation':
      return operatorChanges(
        node,
        node['leftExpression'] as Node,
        node['rightExpression'] as Node,
        { ...comparisons, ...arithmetic },
        source,
      )
    case 'Assignment':
      return operatorChanges(node, node['leftHandSide'] as Node, node['rightHandSide'] as Node, assignments, source)
    case 'IfStatement':
    case 'WhileStatement':
      return ['true', 'false'].map((value) => [...placeOf(node['condition'] as Node), value])
    case 'Conditional':
      return ['true', 'false'].map((value) => [...placeOf(node['condition'] as Node), value])
    case 'ModifierInvocation':
      return parent?.['kind'] === 'constructor' ? [] : [[...placeOf(node), '']]
    case 'ExpressionStatement':
    case 'EmitStatement':
      return [[...placeOf(node), nothingFor(node, source)]]
    case 'RevertStatement':
      return []
    case 'UnaryOperation':
      return node['operator'] === '!'
        ? [[...placeOf(node), source.slice(...placeOf(node['subExpression'] as Node))]]
        : []
    case 'Literal':
      return literalChanges(node, parent)
    default:
      return []
  }
}

/** A statement that is left out: an empty block, which needs no semicolon after it but bears one. */
function nothingFor(node: Node, source: string): string {
  return source[placeOf(node)[1]] === ';' ? '{} if (false) {}' : '{}'
}

function operatorChanges(
  node: Node,
  left: Node,
  right: Node,
  table: Record<string, string[]>,
  source: string,
): Change[] {
  const operator = node['operator'] as string
  const from = placeOf(left)[1]
  const between = source.slice(from, placeOf(right)[0])
  const at = from + between.indexOf(operator)
  return (table[operator] ?? []).map((replacement) => [at, at + operator.length, replacement])
}

function literalChanges(node: Node, parent: Node | null): Change[] {
  if (node['kind'] === 'bool') return [[...placeOf(node), node['value'] === 'true' ? 'false' : 'true']]
  if (node['kind'] !== 'number' || parent?.nodeType === 'FunctionCall' || node['subdenomination']) return []
  const value = BigInt((node['value'] as string).replaceAll('_', ''))
  return [[...placeOf(node), String(value + 1n)]]
}
