import { cpSync, existsSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { root } from '../../cli/run-program.ts'

/** A compiler setting, and the name that proofs call it by. */
export interface CompilerSetting {
  name: string
  settings: { viaIR: boolean; optimizer: { enabled: boolean; runs?: number; details?: object } }
}

/** Without the optimizer some of OpenZeppelin's assembly is "too deep", so its stack layouter alone stays on. */
const stackOnly = { yul: true, yulDetails: { stackAllocation: true, optimizerSteps: ':' } }

/** Three ways through the compiler that share as little as they can; the first is what ships. */
export const compilerSettings = [
  { name: 'via-IR, optimizer on', settings: { viaIR: true, optimizer: { enabled: true, runs: 1_000_000 } } },
  { name: 'legacy code, optimizer on', settings: { viaIR: false, optimizer: { enabled: true, runs: 200 } } },
  { name: 'legacy code, optimizer off', settings: { viaIR: false, optimizer: { enabled: false, details: stackOnly } } },
] as const satisfies readonly CompilerSetting[]

/** What only the newer code generator can lay out on the stack: in the legacy settings it goes through that, plainly. */
export const tooDeepForLegacy = [
  'contracts/PointsRedemption.sol',
  'contracts/mocks/PlainPointsRedemption.sol',
  'test/contracts/ForkedChain.t.sol',
  'test/contracts/RedemptionLoop.t.sol',
]
export const plainViaIr = { viaIR: true, optimizer: { enabled: false, details: stackOnly } }

const parts = [
  'contracts',
  'test/contracts',
  'test/support',
  'abis',
  'server',
  'package.json',
  'tsconfig.json',
  'hardhat.config.ts',
]

/** The contracts and their tests in a folder of their own, where a proof may change and compile them as it likes. */
export interface ProjectCopy {
  folder: string
  remove(): void
}

/** Tests that bound or compare gas stay behind: other settings and the coverage's own instructions cost more. */
const boundsGas = /(?:gas|-wallets|short-ways)\.test\.ts$/

/** Copies what the contracts' tests need. */
export function copyProject({ settings }: CompilerSetting, { bail }: { bail: boolean }): ProjectCopy {
  const folder = mkdtempSync(join(tmpdir(), 'entente-proof-'))
  for (const part of parts.filter((each) => existsSync(join(root, each)))) {
    cpSync(join(root, part), join(folder, part), { recursive: true, filter: (path) => !boundsGas.test(path) })
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  renameSync(join(folder, 'hardhat.config.ts'), join(folder, 'shipped.config.ts'))
  writeFileSync(join(folder, 'hardhat.config.ts'), configFor(settings, bail))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** The shipped configuration with other compiler settings. */
function configFor(settings: CompilerSetting['settings'], bail: boolean): string {
  const overrides = settings.viaIR ? [] : tooDeepForLegacy
  return `import shipped from './shipped.config.ts'

const { version, path, npmFilesToBuild } = shipped.solidity
const compiler = (settings) => ({ version, path, settings: { ...settings, evmVersion: 'prague' } })
const overrides = ${JSON.stringify(overrides)}.map((file) => [file, compiler(${JSON.stringify(plainViaIr)})])
const compilers = [compiler(${JSON.stringify(settings)})]
// Code that no optimizer has seen is larger than a block chain takes.
const networks = { default: { ...shipped.networks.default, allowUnlimitedContractSize: true } }

// One failed test is enough to know.
const test = { ...shipped.test, mocha: { ...shipped.test.mocha, bail: ${String(bail)} } }

export default { ...shipped, networks, test, solidity: { compilers, overrides: Object.fromEntries(overrides), npmFilesToBuild } }
`
}
