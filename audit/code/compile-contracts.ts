import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import solc from 'solc'
import type { Hex } from 'viem'

import record from '../../abis/compiler-input.json' with { type: 'json' }
import type { ContractKind } from '../contracts.ts'

/** Its own types say `any` of everything. */
const compiler: { version(): string; compile(input: string): string } = solc

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** A place in the code where the constructor writes a value. */
export interface ImmutablePlace {
  readonly name: string
  /** Bytes from the beginning of the code. */
  readonly start: number
  readonly length: number
}

/** What a contract's source compiles to: its code as it is deployed, with zeros where the constructor writes. */
export interface CompiledContract {
  readonly code: Hex
  readonly immutables: readonly ImmutablePlace[]
}

export interface Compilation {
  readonly compilerVersion: string
  readonly contracts: Readonly<Partial<Record<ContractKind, CompiledContract>>>
  /** Files of this checkout that are not those that the record names. */
  readonly changedSources: readonly string[]
}

/** The compiler did not do what it was asked for. */
export class CompilerFailed extends Error {
  override name = 'CompilerFailed'
}

interface Output {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[]
  readonly sources: Readonly<Record<string, { readonly ast: unknown }>>
  readonly contracts: Readonly<Record<string, Readonly<Record<string, { readonly evm: Evm }>>>>
}

interface Evm {
  readonly deployedBytecode: {
    readonly object: string
    readonly immutableReferences?: Readonly<
      Record<string, readonly { readonly start: number; readonly length: number }[]>
    >
  }
}

/**
 * Compiles the contracts from the sources of this checkout with the pinned compiler, an npm package (about a minute). With a folder, what
 * was compiled from the same input is kept there.
 */
export async function compileContracts(folder: string | null): Promise<Compilation> {
  const { input, changedSources } = await readInput()
  const text = JSON.stringify(input)
  const kept = folder === null ? null : join(folder, `code-${createHash('sha256').update(text).digest('hex')}.json`)
  const contracts = (await readKept(kept)) ?? compile(text)
  if (kept !== null) await writeFile(kept, JSON.stringify(contracts))
  return { compilerVersion: record.compilerVersion, contracts, changedSources }
}

async function readInput() {
  const changedSources: string[] = []
  const sources: Record<string, { content: string }> = {}
  for (const [name, { file, sha256 }] of Object.entries(record.files)) {
    const content = await readFile(join(ROOT, file), 'utf8')
    if (createHash('sha256').update(content).digest('hex') !== sha256) changedSources.push(file)
    sources[name] = { content }
  }
  const outputSelection: Record<string, Record<string, string[]>> = {}
  for (const name of Object.keys(sources)) outputSelection[name] = { '': ['ast'] }
  for (const [name, { source }] of Object.entries(record.contracts))
    outputSelection[source] = { ...outputSelection[source], [name]: ['evm.deployedBytecode'] }
  const { language, settings } = record
  return { input: { language, sources, settings: { ...settings, outputSelection } }, changedSources }
}

async function readKept(path: string | null): Promise<Compilation['contracts'] | null> {
  if (path === null) return null
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Compilation['contracts']
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function compile(input: string): Compilation['contracts'] {
  const version = compiler.version()
  if (!version.startsWith(record.compilerVersion))
    throw new CompilerFailed(`the compiler is ${version}, not ${record.compilerVersion}`)
  const output = JSON.parse(compiler.compile(input)) as Output
  const errors = (output.errors ?? []).filter(({ severity }) => severity === 'error')
  if (errors[0] !== undefined) throw new CompilerFailed(errors[0].formattedMessage)
  const names = new Map<number, string>()
  for (const { ast } of Object.values(output.sources)) collectNames(ast, names)
  const compiled = Object.entries(record.contracts).map(([name, { source }]) => {
    const evm = output.contracts[source]?.[name]?.evm
    if (evm === undefined) throw new CompilerFailed(`the compiler gave no code for ${name}`)
    return [name, compiledOf(evm, names)] as const
  })
  return Object.fromEntries(compiled)
}

function compiledOf({ deployedBytecode }: Evm, names: ReadonlyMap<number, string>): CompiledContract {
  const places = Object.entries(deployedBytecode.immutableReferences ?? {}).flatMap(([id, own]) =>
    own.map(({ start, length }) => ({ name: names.get(Number(id)) ?? id, start, length })),
  )
  return { code: `0x${deployedBytecode.object}`, immutables: places.toSorted((a, b) => a.start - b.start) }
}

/** Names of all variables that are declared in a syntax tree, by the number of the declaration. */
function collectNames(node: unknown, names: Map<number, string>): void {
  if (typeof node !== 'object' || node === null) return
  const { nodeType, id, name } = node as { nodeType?: string; id?: number; name?: string }
  if (nodeType === 'VariableDeclaration' && id !== undefined && name !== undefined) names.set(id, name)
  for (const child of Object.values(node)) collectNames(child, names)
}
