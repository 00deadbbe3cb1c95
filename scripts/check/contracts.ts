/** What docs/style.md asks of contracts and solhint cannot see: the import map, the length of a contract, internal libraries. */
import { globSync, readFileSync } from 'node:fs'
import { dirname, posix } from 'node:path'

const contractLinesMax = 400

/** [file, what it may import]. The first row that matches counts. A deployed contract never imports another one. */
const importMap: readonly [file: RegExp, allowed: RegExp][] = [
  [/^contracts\/interfaces\//, /^(?:contracts\/(?:interfaces|types)\/|@openzeppelin\/contracts\/.*\/I[A-Z]\w*\.sol$)/],
  [/^contracts\/libraries\//, /^(?:contracts\/(?:libraries|types)\/|@openzeppelin\/contracts\/utils\/)/],
  [/^contracts\/types\//, /^contracts\/types\//],
  [/^contracts\/mocks\//, /^(?:contracts\/|@openzeppelin\/)/],
  [/^contracts\/ledger\//, /^(?:contracts\/(?:interfaces|ledger|libraries|types)\/|@openzeppelin\/)/],
  [/^contracts\/redemption\//, /^(?:contracts\/(?:interfaces|libraries|redemption|types)\/|@openzeppelin\/)/],
  [/^contracts\/[^/]+$/, /^(?:contracts\/(?:interfaces|ledger|libraries|redemption|types)\/|@openzeppelin\/)/],
]

/** Parents of the deployed contracts, which are not deployed themselves. */
const parents = /^contracts\/(?:ledger|redemption)\//

/** What is wrong in the contracts, one sentence each. */
export function checkContracts(root: string): string[] {
  const files = globSync('contracts/**/*.sol', { cwd: root }).map((file) => file.replaceAll('\\', '/'))
  const sources = files.sort().map((file) => [file, readFileSync(`${root}/${file}`, 'utf8')] as const)
  return sources.flatMap(([file, source]) => [
    ...lengths(file, source),
    ...imports(file, source)
      .filter((target) => !mayImport(file, target))
      .map((target) => `${file} may not import ${target}`),
    ...(file.startsWith('contracts/libraries/') ? openFunctions(file, source) : []),
    ...(parents.test(file) && !isAbstract(source) ? [`${file} is not abstract: it belongs in contracts/`] : []),
  ])
}

function lengths(file: string, source: string): string[] {
  const lines = source.trimEnd().split('\n').length
  return lines > contractLinesMax ? [`${file} has ${lines} lines, ${contractLinesMax} are allowed`] : []
}

/** Comments do not import anything, and may say "public". */
function withoutComments(source: string): string {
  return source.replaceAll(/\/\*[^]*?\*\/|\/\/.*$/gm, '')
}

function imports(file: string, source: string): string[] {
  const found = withoutComments(source).matchAll(/\bimport\b[^;]*?["']([^"']+)["'][^;]*;/g)
  return [...found].map(([, target = '']) => (target.startsWith('.') ? posix.join(dirname(file), target) : target))
}

function mayImport(file: string, target: string): boolean {
  return importMap.find(([pattern]) => pattern.test(file))?.[1].test(target) ?? false
}

const isAbstract = (source: string): boolean => !/^\s*contract\b/m.test(withoutComments(source))

function openFunctions(file: string, source: string): string[] {
  const found = withoutComments(source).matchAll(/\bfunction\s+(\w+)[^{;]*?\b(?:public|external)\b/g)
  return [...found].map(([, name]) => `${file}: ${name} is not internal, so the library would have to be deployed`)
}
