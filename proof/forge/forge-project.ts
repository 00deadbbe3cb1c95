import { chmodSync, cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { root, runProgram } from '../../cli/run-program.ts'
import type { ProgramResult } from '../../cli/run-program.ts'

const settings = `[profile.default]
src = 'contracts'
test = 'test'
libs = ['node_modules']
remappings = ['@openzeppelin/contracts/=node_modules/@openzeppelin/contracts/']
auto_detect_remappings = false
solc = './solc'
evm_version = 'prague'
offline = true
`

/** What forge needs of a compiler program, by the compiler of the npm package: no other can be downloaded everywhere. */
const compilerProgram = (node: string, solc: string) => `#!${node}
const solc = require(${JSON.stringify(solc)})
if (process.argv.includes('--version')) {
  console.log('solc, the solidity compiler commandline interface\\nVersion: ' + solc.version().replace('.Emscripten.clang', '.Linux.g++'))
} else {
  process.stdout.write(solc.compile(require('node:fs').readFileSync(0, 'utf8')))
}
`

/** A folder in which forge finds our contracts, and tests, as it wants them. */
export interface ForgeProject {
  folder: string
  forge(args: readonly string[], options?: { minutesMax?: number }): Promise<ProgramResult>
  remove(): void
}

/** Makes one in a temporary folder. `files` are copied, each file or folder to the same path. */
export function openForgeProject(files: readonly string[], moreSettings = ''): ForgeProject {
  const folder = mkdtempSync(join(tmpdir(), 'entente-forge-'))
  for (const file of files) cpSync(join(root, file), join(folder, file), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'foundry.toml'), `${settings}${moreSettings}`)
  writeFileSync(join(folder, 'solc'), compilerProgram(process.execPath, createRequire(import.meta.url).resolve('solc')))
  chmodSync(join(folder, 'solc'), 0o755)
  const program = join(folder, 'node_modules/@foundry-rs/forge/bin.mjs')
  return {
    folder,
    forge: (args, options) => runProgram([program, ...args], { cwd: folder, ...options }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
