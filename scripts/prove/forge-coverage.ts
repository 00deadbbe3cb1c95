import { chmodSync, cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { root, runProgram } from '../run-program.ts'
import { readLcov } from './lcov.ts'
import type { LcovFile } from './lcov.ts'

/** What forge compiles and runs: our Solidity tests, and a short campaign of the handler that goes through all modules. */
const parts = ['contracts', 'test/proof/invariants', 'test/proof/refusals']
const soliditySuites = 'test/contracts'
/** Steps of the campaign: they reach what many different calls in a row are needed for. Each takes 0.04 s here. */
const CAMPAIGN_CALLS = 500
const FUZZ_RUNS = 64
const SEED = '0x656e74656e7465'
const MINUTES_MAX = 30

const settings = `[profile.default]
src = 'contracts'
test = 'test'
libs = ['node_modules']
remappings = ['@openzeppelin/contracts/=node_modules/@openzeppelin/contracts/']
auto_detect_remappings = false
solc = './solc'
evm_version = 'prague'
offline = true
# Code that no optimizer has seen is larger than a block chain takes.
code_size_limit = 0x1000000

[fuzz]
runs = ${FUZZ_RUNS}
seed = '${SEED}'

[invariant]
runs = 1
depth = ${CAMPAIGN_CALLS}
fail_on_revert = true
shrink_run_limit = 0
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

/** Runs the Solidity tests under forge's coverage, and says which functions and branches of the contracts they reach. */
export async function measureWithForge(): Promise<LcovFile[]> {
  const folder = mkdtempSync(join(tmpdir(), 'entente-forge-'))
  try {
    prepare(folder)
    const forge = join(folder, 'node_modules/@foundry-rs/forge/bin.mjs')
    const report = join(folder, 'lcov.info')
    // Via-IR with as little optimizing as it takes: without it some contracts cannot be laid out on the stack.
    const options = ['--ir-minimum', '--exclude-tests', '--report', 'lcov', '--report-file', report]
    const { code, output } = await runProgram([forge, 'coverage', ...options], { cwd: folder, minutesMax: MINUTES_MAX })
    if (code !== 0) throw new Error(`forge: ${output}`)
    return readLcov(readFileSync(report, 'utf8'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function prepare(folder: string): void {
  for (const part of parts) cpSync(join(root, part), join(folder, part), { recursive: true })
  for (const file of readdirSync(join(root, soliditySuites)).filter((name) => name.endsWith('.t.sol'))) {
    cpSync(join(root, soliditySuites, file), join(folder, soliditySuites, file))
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'foundry.toml'), settings)
  const solc = createRequire(import.meta.url).resolve('solc')
  writeFileSync(join(folder, 'solc'), compilerProgram(process.execPath, solc))
  chmodSync(join(folder, 'solc'), 0o755)
}
