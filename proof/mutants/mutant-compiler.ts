import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

import { root } from '../../cli/run-program.ts'
import type { Mutant } from './mutant.ts'
import { switchOf, turnOn, writeSwitches } from './mutant-switches.ts'
import { compilerSettings, plainViaIr } from '../compilers/project-copy.ts'
import { sourcesOf } from '../sources.ts'

const require = createRequire(import.meta.url)
const solc = require('solc') as {
  compile(input: string, callbacks: { import: (path: string) => { contents: string } }): string
}

interface CompilerError {
  severity: string
  message: string
  sourceLocation?: { file: string; start: number; end: number }
}

interface CompiledContract {
  abi: unknown[]
  evm: { bytecode: { object: string }; deployedBytecode: { object: string } }
}

interface CompilerOutput {
  errors?: CompilerError[]
  contracts?: Record<string, Record<string, CompiledContract>>
}

/** A contract that tests deploy, or one that is a test. */
export interface Target {
  name: string
  file: string
  kind: 'deployed' | 'suite' | 'slow suite'
  /** Too deep for the legacy generator, which is ten times as fast. */
  viaIr?: true
}

const contract = (name: string): Target => ({ name, file: `contracts/${name}.sol`, kind: 'deployed' })
const suite = (name: string): Target => ({ name: `${name}Test`, file: `test/contracts/${name}.t.sol`, kind: 'suite' })

const targets: readonly Target[] = [
  ...['PointsToken', 'PartnerRegistry', 'PointsIssuance', 'PointsAccounts', 'Clearing', 'LogAnchors'].map(contract),
  { ...contract('PointsRedemption'), viaIr: true },
  ...['AccountWord', 'CalendarMonth', 'Clearing', 'CreditLoop', 'OrderList', 'SignerKey'].map(suite),
  // These compile for half a minute together.
  { ...suite('ForkedChain'), kind: 'slow suite', viaIr: true },
  { ...suite('RedemptionLoop'), kind: 'slow suite', viaIr: true },
]

const plainLegacy = compilerSettings[2].settings
const asShipped = compilerSettings[0].settings

/** Compiled contracts that belong together, with one mutant or none. */
export interface Code {
  target: Target
  abi: string
  bytecode: string
  deployedBytecode: string
}

/** Texts that take the place of what is in the tree. */
type Texts = ReadonlyMap<string, string>

const textOf = (path: string, texts: Texts): string =>
  texts.get(path) ?? readFileSync(join(root, path.startsWith('@') ? `node_modules/${path}` : path), 'utf8')

/** The errors, or the code of each target that has one of the files in it. */
export type Compiled = { errors: CompilerError[] } | { errors: null; codes: Code[] }

/** Compiles what has one of these files in it, of the kinds that are asked for. */
export function compile(
  texts: Texts,
  files: readonly string[],
  kinds: readonly Target['kind'][],
  { shipped }: { shipped: boolean } = { shipped: false },
): Compiled {
  const codes: Code[] = []
  const asked = targets.filter(
    (each) => kinds.includes(each.kind) && files.some((file) => sourcesOf(each.file).has(file)),
  )
  for (const target of asked) {
    const { file, name } = target
    // A function takes places on the stack, and beside many of them the legacy generator does not find the others.
    const isDeep = target.viaIr ?? [...texts.values()].some((text) => text.includes('function mutant'))
    const plain = isDeep ? plainViaIr : plainLegacy
    const settings = shipped ? asShipped : plain
    const wanted = { [file]: { [name]: ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] } }
    const { errors, contracts } = runCompiler(file, texts, settings, wanted)
    const compiled = contracts[file]?.[name]
    if (compiled === undefined) return { errors }
    const { bytecode, deployedBytecode } = compiled.evm
    const abi = JSON.stringify(compiled.abi)
    codes.push({ target, abi, bytecode: `0x${bytecode.object}`, deployedBytecode: `0x${deployedBytecode.object}` })
  }
  return { errors: null, codes }
}

function runCompiler(file: string, texts: Texts, settings: object, outputSelection: object) {
  const sources = { [file]: { content: textOf(file, texts) } }
  const input = { language: 'Solidity', sources, settings: { ...settings, evmVersion: 'prague', outputSelection } }
  const read = (path: string) => ({ contents: textOf(path, texts) })
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: read })) as CompilerOutput
  const errors = (output.errors ?? []).filter(({ severity }) => severity === 'error')
  return { errors, contracts: errors.length > 0 ? {} : (output.contracts ?? {}) }
}

/** A file's mutants compiled at once. */
export interface SwitchedCode {
  codes: Code[]
  /** Those that are in the code; the others take a compilation each. */
  switched: Set<number>
}

/** Compiles a file with a switch for each mutant; those that the compiler does not take that way are left out. */
export function compileSwitches(
  file: string,
  mutants: ReadonlyMap<number, Mutant>,
  kinds: readonly Target['kind'][],
  options: { shipped: boolean } = { shipped: false },
): SwitchedCode {
  const source = readFileSync(join(root, file), 'utf8')
  const left = new Map(mutants)
  for (;;) {
    const { text, switched } = writeSwitches(source, left)
    const checked = runCompiler(file, new Map([[file, text]]), plainLegacy, { '*': { '': ['ast'] } }).errors
    const compiled: Compiled =
      checked.length > 0 ? { errors: checked } : compile(new Map([[file, text]]), [file], kinds, options)
    if (compiled.errors === null) return { codes: compiled.codes, switched: present(switched, compiled.codes) }
    for (const error of compiled.errors) left.delete(culprit(error, file, text))
  }
}

function present(switched: ReadonlyMap<number, Mutant>, codes: readonly Code[]): Set<number> {
  return new Set(
    [...switched.keys()].filter((number) => codes.some(({ bytecode }) => bytecode.includes(switchOf(number)))),
  )
}

/** The code in which one mutant lives. */
export function withMutant(codes: readonly Code[], number: number): Code[] {
  return codes.map((code) => ({
    ...code,
    bytecode: turnOn(code.bytecode, number),
    deployedBytecode: turnOn(code.deployedBytecode, number),
  }))
}

/** The mutant whose switch the error is about: the last one named before the error's end, or the first one. */
function culprit({ sourceLocation, message }: CompilerError, file: string, text: string): number {
  const end = sourceLocation?.file === file ? sourceLocation.end : 0
  const names = [...text.matchAll(/(?:MUTANT_|mutant)(\d+)\b/g)]
  const near = names.findLast(({ index }) => index < end) ?? names[0]
  if (near === undefined) throw new Error(`${file} does not compile without any mutant: ${message}`)
  return Number(near[1])
}
