/** Rules that ESLint does not have and docs/style.md asks for. Each has a trial in test/scripts/check-rules.test.ts. */
import { basename } from 'node:path'

const forbiddenNames = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'shared', 'misc', 'lib'])
const kebabCase = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|config|rules|d|stories))*$/

/** Files are kebab-case, and nothing is called utils, index or the like. */
export const fileName = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { shape: '{{name}} is not kebab-case', vague: '{{name}} says nothing' },
  },
  create: (context) => ({
    Program(node) {
      const name = basename(context.filename).replace(/^\./, '')
      const stem = name.replace(/\.[cm]?[jt]sx?$/, '')
      if (!kebabCase.test(stem)) context.report({ node, messageId: 'shape', data: { name } })
      if (forbiddenNames.has(stem) || stem === 'index') context.report({ node, messageId: 'vague', data: { name } })
    },
  }),
}

/** Callbacks that only group others: their length is that of the file. */
const groups = new Set(['describe', 'context', 'suite'])

function isGroup({ parent }) {
  if (parent?.type !== 'CallExpression') return false
  const callee = parent.callee.type === 'MemberExpression' ? parent.callee.object : parent.callee
  return callee.type === 'Identifier' && groups.has(callee.name)
}

/** A function has at most 70 lines; a `describe` is not a function but a heading. */
export const functionLength = {
  meta: {
    type: 'suggestion',
    schema: [{ type: 'object', properties: { max: { type: 'number' } }, additionalProperties: false }],
    messages: { long: 'this function has {{lines}} lines, {{max}} are allowed' },
  },
  create(context) {
    const max = context.options[0]?.max ?? 70
    const measure = (node) => {
      const lines = node.loc.end.line - node.loc.start.line + 1
      if (lines > max && !isGroup(node)) context.report({ node, messageId: 'long', data: { lines, max } })
    }
    return { FunctionDeclaration: measure, FunctionExpression: measure, ArrowFunctionExpression: measure }
  },
}

const isFunction = (node) => node?.type === 'FunctionDeclaration' || node?.type === 'TSDeclareFunction'

const isFunctionValue = (node) =>
  node?.type === 'VariableDeclaration' &&
  node.declarations.some(({ init }) => init?.type === 'ArrowFunctionExpression' || init?.type === 'FunctionExpression')

/** An exported function says in a line of JSDoc what it is for. */
export const exportedFunctionDoc = {
  meta: { type: 'suggestion', schema: [], messages: { missing: 'an exported function needs a line of JSDoc' } },
  create: (context) => ({
    ExportNamedDeclaration(node) {
      if (!isFunction(node.declaration) && !isFunctionValue(node.declaration)) return
      const before = context.sourceCode.getCommentsBefore(node).at(-1)
      const documented = before?.type === 'Block' && before.value.startsWith('*')
      const overload = isFunction(node.declaration) && isOverload(context, node)
      if (!documented && !overload) context.report({ node, messageId: 'missing' })
    },
  }),
}

/** The second and later signatures of an overloaded function share the JSDoc of the first. */
function isOverload(context, node) {
  const body = node.parent.body
  const previous = body[body.indexOf(node) - 1]
  return (
    previous?.type === 'ExportNamedDeclaration' &&
    previous.declaration?.type === 'TSDeclareFunction' &&
    previous.declaration.id.name === node.declaration.id.name
  )
}

// A private key looks like any 32-byte constant, so every such literal is refused; all zeros and all ones are neither.
const key = /(?<![0-9a-fA-F])0x(?!0{64}|[fF]{64})[0-9a-fA-F]{64}(?![0-9a-fA-F])/

/** No 32-byte hex literal in source: it may be a private key. A key is read from a keystore, a hash is computed. */
export const noKeyLiteral = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { key: 'a 32-byte hex literal may be a private key: read or compute it' },
  },
  create(context) {
    const check = (node, text) => {
      if (key.test(text)) context.report({ node, messageId: 'key' })
    }
    return {
      Literal: (node) => check(node, node.raw),
      TemplateElement: (node) => check(node, node.value.raw),
    }
  },
}
