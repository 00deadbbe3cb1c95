import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { ArtifactManager } from 'hardhat/types/artifacts'

interface BuildInfo {
  solcLongVersion: string
  userSourceNameMap: Record<string, string>
  input: { language: string; settings: Record<string, unknown>; sources: Record<string, { content: string }> }
}

interface BuildOutput {
  output: { sources: Record<string, { ast: { nodes: { nodeType: string; absolutePath?: string }[] } }> }
}

/** How a contract was compiled; what one compilation has in common with the others is told apart from its sources. */
interface Compilation {
  compiler: { compilerVersion: string; language: string; settings: Record<string, unknown> }
  source: string
  /** With everything that it imports, directly or not: the name that the compiler was given, and the text. */
  texts: Map<string, string>
}

/**
 * What the committed creation code was compiled from, so that `deploy --verify` can show it to an explorer without a
 * compiler: version, settings, and for each contract its sources, where they are here and the hash of their text.
 */
export async function compilerRecord(root: string, artifacts: ArtifactManager, contracts: readonly string[]) {
  const compilers = new Map<string, Compilation['compiler']>()
  const described: Record<string, { source: string; sources: string[] }> = {}
  const files = new Map<string, { file: string; sha256: string }>()
  for (const name of contracts.toSorted()) {
    const { compiler, source, texts } = await readCompilation(artifacts, name)
    compilers.set(JSON.stringify(compiler), compiler)
    for (const [each, text] of texts) files.set(each, await describeFile(root, each, text))
    described[name] = { source, sources: [...texts.keys()].toSorted() }
  }
  const [compiler, another] = [...compilers.values()]
  if (another !== undefined) throw new Error('the contracts were compiled with different settings')
  const sorted = [...files].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return { ...compiler, contracts: described, files: Object.fromEntries(sorted) }
}

async function readCompilation(artifacts: ArtifactManager, contract: string): Promise<Compilation> {
  const { sourceName } = await artifacts.readArtifact(contract)
  const id = (await artifacts.getBuildInfoId(contract)) ?? ''
  const { solcLongVersion, userSourceNameMap, input } = await readJson<BuildInfo>(await artifacts.getBuildInfoPath(id))
  const { output } = await readJson<BuildOutput>(await artifacts.getBuildInfoOutputPath(id))
  const source = userSourceNameMap[sourceName] ?? sourceName
  const texts = new Map<string, string>()
  const collect = (name: string): void => {
    if (texts.has(name)) return
    texts.set(name, input.sources[name]?.content ?? '')
    for (const { nodeType, absolutePath } of output.sources[name]?.ast.nodes ?? []) {
      if (nodeType === 'ImportDirective' && absolutePath !== undefined) collect(absolutePath)
    }
  }
  collect(source)
  // Which outputs Hardhat asked for says nothing about the code.
  const { outputSelection: _, ...settings } = input.settings
  return { compiler: { compilerVersion: solcLongVersion, language: input.language, settings }, source, texts }
}

async function readJson<Value>(file: string | undefined): Promise<Value> {
  if (file === undefined) throw new Error('Hardhat kept no build info: run npx hardhat build --force')
  return JSON.parse(await readFile(file, 'utf8')) as Value
}

/** Where a source lies in a checkout; its text there must be the one that was compiled. */
async function describeFile(root: string, source: string, compiled: string) {
  const file = source.replace(/^project\//, '').replace(/^npm\/((?:@[^/]+\/)?[^@/]+)@[^/]+\//, 'node_modules/$1/')
  const text = await readFile(join(root, file), 'utf8')
  if (text !== compiled) throw new Error(`${file} has changed since it was compiled: run this again`)
  return { file, sha256: createHash('sha256').update(text).digest('hex') }
}
