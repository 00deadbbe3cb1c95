import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { root } from '../run-program.ts'

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

const parts = [
  'contracts',
  'test/contracts',
  'test/support',
  'abis',
  'scripts',
  'package.json',
  'tsconfig.json',
  'hardhat.config.ts',
]

/** The contracts and their tests in a folder of their own, where a proof may change and compile them as it likes. */
export interface ProjectCopy {
  folder: string
  remove(): void
}

/** Copies what the contracts' tests need. The gas test stays behind: it holds for the shipped code only. */
export function copyProject({ settings }: CompilerSetting): ProjectCopy {
  const folder = mkdtempSync(join(tmpdir(), 'entente-proof-'))
  for (const part of parts.filter((each) => existsSync(join(root, each)))) {
    cpSync(join(root, part), join(folder, part), { recursive: true, filter: (path) => !path.endsWith('gas.test.ts') })
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const config = join(folder, 'hardhat.config.ts')
  const text = readFileSync(config, 'utf8')
  const changed = text.replace(
    /settings: \{.*\},\n/,
    `settings: ${JSON.stringify({ ...settings, evmVersion: 'prague' })},\n`,
  )
  if (changed === text) throw new Error('hardhat.config.ts no longer has its compiler settings in one line')
  writeFileSync(config, changed)
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
