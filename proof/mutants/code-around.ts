import { oneLine } from '../reasons.ts'
import { placeOf } from './syntax-tree.ts'
import type { Node } from './syntax-tree.ts'

/** What stands for itself: statements without blocks in them, and declarations. */
const wholes = new Set([
  'EmitStatement',
  'ExpressionStatement',
  'ModifierInvocation',
  'Return',
  'RevertStatement',
  'VariableDeclaration',
  'VariableDeclarationStatement',
  'YulAssignment',
  'YulBreak',
  'YulExpressionStatement',
  'YulVariableDeclaration',
])

/** The nearest statement, declaration or condition around a node, the node included: the code that a mutant is named by. */
export function codeAround(node: Node, around: readonly Node[], source: string): string {
  const path = [node, ...around]
  const whole = path.find((each, at) => wholes.has(each.nodeType ?? '') || isCondition(each, path[at + 1]))
  return oneLine(source.slice(...placeOf(whole ?? node)))
}

/** A choice between two expressions is part of a statement; its condition does not stand for itself. */
function isCondition(node: Node, parent: Node | undefined): boolean {
  return parent?.nodeType !== 'Conditional' && parent?.['condition'] === node
}
