/** What STYLE.md asks of contracts and solhint cannot see: the import map, the length of a contract, internal libraries. */
import { globSync, readFileSync } from 'node:fs'
import { dirname, posix } from 'node:path'

const contractLinesMax = 400

/** [file, what it may import]. The first row that matches counts; a folder may always import itself. */
const importMap: readonly [file: RegExp, allowed: RegExp][] = [
  [/^contracts\/interfaces\//, /^(?:contracts\/(?:interfaces|types)\/|@openzeppelin\/contracts\/.*\/I[A-Z]\w*\.sol$)/],
  [/^contracts\/libraries\//, /^(?:contracts\/(?:libraries|types)\/|@openzeppelin\/contracts\/utils\/)/],
  [/^contracts\/types\//, /^contracts\/types\//],
  [/^contracts\/mocks\//, /^(?:contracts\/|@openzeppelin\/)/],
  [/^contracts\/[^/]+$/, /^(?:contracts\/(?:interfaces|libraries|types)\/|@openzeppelin\/)/],
]

/** What is wrong in the contracts, one sentence each. */
export function checkContracts(root: string): string[] {
  const files = globSync('contracts/**/*.sol', { cwd: root }).map((file) => file.replaceAll('\\', '/'))
  const sources = new Map(files.sort().map((file) => [file, readFileSync(`${root}/${file}`, 'utf8')]))
  return [...sources].flatMap(([file, source]) => [
    ...lengths(file, source),
    ...imports(file, source)
      .filter((target) => !mayImport(file, target, sources))
      .map((target) => `${file} may not import ${target}`),
    ...(file.startsWith('contracts/libraries/') ? openFunctions(file, source) : []),
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

function mayImport(file: string, target: string, sources: ReadonlyMap<string, string>): boolean {
  const allowed = importMap.find(([pattern]) => pattern.test(file))?.[1]
  if (allowed?.test(target)) return true
  // A deployed contract may be built on an abstract one beside it, never on another deployed one.
  const isBeside = /^contracts\/[^/]+$/.test(file) && /^contracts\/[^/]+$/.test(target)
  return isBeside && isAbstract(withoutComments(sources.get(target) ?? ''))
}

const isAbstract = (source: string): boolean =>
  /\babstract\s+contract\b/.test(source) && !/^\s*contract\b/m.test(source)

function openFunctions(file: string, source: string): string[] {
  const found = withoutComments(source).matchAll(/\bfunction\s+(\w+)[^{;]*?\b(?:public|external)\b/g)
  return [...found].map(([, name]) => `${file}: ${name} is not internal, so the library would have to be deployed`)
}
