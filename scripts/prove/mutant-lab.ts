import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, posix } from 'node:path'

import { runProgram } from '../run-program.ts'
import type { Mutant } from './list-mutants.ts'
import { compilerSettings, copyProject, plainViaIr, tooDeepForLegacy } from './project-copy.ts'
import type { ProjectCopy } from './project-copy.ts'

const require = createRequire(import.meta.url)
const solc = require('solc') as {
  compile(input: string, callbacks: { import: (path: string) => { contents: string } }): string
}

/** What became of a mutant. `same code` is one that the compiler turns into the original's bytes: nothing can tell it. */
export type Fate = 'killed' | 'not compiled' | 'same code' | 'survived'

type Bytecodes = Map<string, { bytecode: string; deployed: string }>

/** The tests that are most likely to notice come first; those that take long, last. */
const closest: Record<string, string[]> = {
  PointsLedger: ['points-ledger', 'points-issuance', 'points-token', 'points-redemption.', 'points-accounts'],
  PointsToken: ['points-token', 'points-ledger', 'access'],
  PartnerRegistry: ['partner-registry', 'points-redemption-partner', 'points-issuance', 'access'],
  PointsIssuance: ['points-issuance', 'batch-signature'],
  PointsRedemption: ['points-redemption.', 'points-redemption-restore', 'points-redemption-partner', 'signatures'],
  PointsAccounts: ['points-accounts', 'points-accounts-recovery'],
  AccountWord: ['points-ledger', 'points-token'],
  CalendarMonth: ['partner-registry', 'points-redemption-partner'],
  PackedRecords: ['points-ledger', 'points-issuance'],
  PartnerRows: ['partner-registry'],
  SignerKey: ['partner-registry', 'batch-signature', 'signatures'],
  MemberKey: ['signatures', 'passkey', 'points-redemption.'],
  OrderList: ['points-redemption.', 'signatures', 'restore'],
  RedemptionWord: ['points-redemption-partner', 'restore'],
  TransferRestriction: ['points-token', 'wallet-truth'],
}
const slow = ['redeem-flips', 'wallet-truth', 'points-redemption-model']

/** Settings under which two equal programs have equal bytes: no hash of the source behind the code. */
const common = {
  evmVersion: 'prague',
  metadata: { appendCBOR: false, bytecodeHash: 'none' },
  outputSelection: { '*': {} as Record<string, string[]> },
}
const wanted = ['evm.bytecode.object', 'evm.deployedBytecode.object']

/**
 * The contracts and their tests in a folder of their own, where one mutant after the other is compiled (only what
 * depends on the changed file), put where the tests take their code from, and tested.
 */
export class MutantLab {
  private readonly copy: ProjectCopy
  private readonly original: Bytecodes
  private readonly files: string[]

  private constructor(copy: ProjectCopy) {
    this.copy = copy
    this.files = solidityFiles(copy.folder, 'contracts')
    this.original = this.compile(this.files)
    this.place(this.original)
  }

  /** Compiles everything once. */
  static async open(): Promise<MutantLab> {
    const copy = copyProject(compilerSettings[2], { bail: true })
    const hardhat = join(copy.folder, 'node_modules/hardhat/dist/src/cli.js')
    const { code, output } = await runProgram([hardhat, 'build'], { cwd: copy.folder })
    if (code !== 0) throw new Error(`the contracts do not compile: ${output}`)
    return new MutantLab(copy)
  }

  close(): void {
    this.copy.remove()
  }

  /** The tests without any mutant, which must pass. */
  async testOriginal(): Promise<boolean> {
    return this.runMocha('')
  }

  async tryMutant(mutant: Mutant): Promise<Fate> {
    const path = join(this.copy.folder, mutant.file)
    const source = readFileSync(path, 'utf8')
    writeFileSync(path, source.slice(0, mutant.start) + mutant.replacement + source.slice(mutant.end))
    try {
      return await this.test(mutant.file)
    } finally {
      writeFileSync(path, source)
    }
  }

  private async test(file: string): Promise<Fate> {
    const changed = this.compileMutant(file)
    if (changed === null) return 'not compiled'
    if (changed.size === 0) return 'same code'
    this.place(changed)
    try {
      if (!(await this.runMocha(basename(file, '.sol')))) return 'killed'
      return (await this.runSolidity()) ? 'survived' : 'killed'
    } finally {
      this.place(new Map([...this.original].filter(([name]) => changed.has(name))))
    }
  }

  /** The contracts whose code differs from the original's; null if there is no code. */
  private compileMutant(file: string): Bytecodes | null {
    try {
      const compiled = this.compile(dependentsOf(this.copy.folder, file, this.files))
      return new Map([...compiled].filter(([name, code]) => code.bytecode !== this.original.get(name)?.bytecode))
    } catch (error) {
      if (error instanceof CompilerError) return null
      throw error
    }
  }

  private compile(files: string[]): Bytecodes {
    const deep = files.filter((file) => tooDeepForLegacy.includes(file))
    const codes: Bytecodes = new Map()
    for (const [group, settings] of [
      [files.filter((file) => !deep.includes(file)), compilerSettings[2].settings],
      [deep, plainViaIr],
    ] as const) {
      if (group.length === 0) continue
      const read = (path: string) => ({ contents: readFileSync(this.placeOf(path), 'utf8') })
      const sources = Object.fromEntries(group.map((file) => [file, { content: read(file).contents }]))
      const outputSelection = Object.fromEntries(group.map((file) => [file, { '*': wanted }]))
      const input = { language: 'Solidity', sources, settings: { ...common, ...settings, outputSelection } }
      const output = JSON.parse(solc.compile(JSON.stringify(input), { import: read })) as SolcOutput
      const error = output.errors?.find(({ severity }) => severity === 'error')
      if (error) throw new CompilerError(error.formattedMessage)
      for (const [path, contracts] of Object.entries(output.contracts ?? {})) {
        for (const [name, { evm }] of Object.entries(contracts)) {
          if (evm.bytecode.object === '') continue
          const deployed = `0x${evm.deployedBytecode.object}`
          codes.set(`${path}:${name}`, { bytecode: `0x${evm.bytecode.object}`, deployed })
        }
      }
    }
    return codes
  }

  private placeOf(path: string): string {
    return join(this.copy.folder, path.startsWith('@') ? join('node_modules', path) : path)
  }

  /** Where tests find code: the artifacts, and the factories that TypeChain writes. */
  private place(codes: Bytecodes): void {
    for (const [id, { bytecode, deployed }] of codes) {
      const [path, name] = id.split(':') as [string, string]
      const artifactPath = join(this.copy.folder, 'artifacts', path, `${name}.json`)
      const artifact = JSON.parse(readFileSync(artifactPath, 'utf8')) as Record<string, unknown>
      writeFileSync(artifactPath, JSON.stringify({ ...artifact, bytecode, deployedBytecode: deployed }))
      const factory = join(this.copy.folder, 'typechain-types/factories', dirname(path), `${name}__factory.ts`)
      // Libraries have none: their code is in the contracts that use it.
      if (!existsSync(factory)) continue
      const text = readFileSync(factory, 'utf8').replace(/_bytecode = "0x[^"]*"/, `_bytecode = "${bytecode}"`)
      writeFileSync(factory, text)
    }
  }

  private async runMocha(contract: string): Promise<boolean> {
    const hardhat = join(this.copy.folder, 'node_modules/hardhat/dist/src/cli.js')
    const files = orderTests(readdirSync(join(this.copy.folder, 'test/contracts')), closest[contract] ?? [])
    const env = { ...process.env, STEPS: '200' }
    const args = [hardhat, 'test', 'mocha', '--no-compile', ...files]
    return (await runProgram(args, { cwd: this.copy.folder, env, minutesMax: 4 })).code === 0
  }

  /** Only what lived on gets here: Hardhat compiles the Solidity tests with the contracts in them. */
  private async runSolidity(): Promise<boolean> {
    const hardhat = join(this.copy.folder, 'node_modules/hardhat/dist/src/cli.js')
    return (await runProgram([hardhat, 'test', 'solidity'], { cwd: this.copy.folder, minutesMax: 4 })).code === 0
  }
}

interface SolcOutput {
  errors?: { severity: string; formattedMessage: string }[]
  contracts?: Record<
    string,
    Record<string, { evm: { bytecode: { object: string }; deployedBytecode: { object: string } } }>
  >
}

class CompilerError extends Error {}

function solidityFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.sol'))
    .map((path) => posix.join(folder, path))
}

/** The file and whatever imports it, directly or not. */
function dependentsOf(root: string, file: string, all: string[]): string[] {
  const importsOf = new Map(
    all.map((each) => {
      const source = readFileSync(join(root, each), 'utf8')
      const paths = [...source.matchAll(/from "(\.[^"]+)"/g)].map(([, path]) => posix.join(dirname(each), path ?? ''))
      return [each, paths]
    }),
  )
  const found = new Set([file])
  for (let before = 0; before !== found.size;) {
    before = found.size
    for (const [each, paths] of importsOf) if (paths.some((path) => found.has(path))) found.add(each)
  }
  return [...found]
}

/** The closest tests first, the slow ones last. */
export function orderTests(names: string[], near: string[]): string[] {
  const rank = (name: string) => {
    const index = near.findIndex((part) => name.includes(part))
    if (index >= 0) return index
    return slow.some((part) => name.startsWith(part)) ? 99 : 50
  }
  const tests = names.filter((name) => name.endsWith('.test.ts'))
  return tests.sort((one, other) => rank(one) - rank(other)).map((name) => `test/contracts/${name}`)
}
