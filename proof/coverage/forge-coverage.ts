import { cpSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

import { openForgeProject } from '../forge/forge-project.ts'
import { root } from '../../cli/run-program.ts'
import { readLcov } from './lcov.ts'
import type { LcovFile } from './lcov.ts'

/** What forge compiles and runs: our Solidity tests, and a short campaign of the handler that goes through all modules. */
const proofs = ['invariants', 'refusals']
const soliditySuites = 'test/contracts'
/** Steps of the campaign: they reach what many different calls in a row are needed for. Each takes 0.04 s here. */
const CAMPAIGN_CALLS = 500
const FUZZ_RUNS = 64
const SEED = '0x656e74656e7465'
const MINUTES_MAX = 30

const settings = `
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

/** Runs the Solidity tests under forge's coverage, and says which functions and branches of the contracts they reach. */
export async function measureWithForge(): Promise<LcovFile[]> {
  const suites = readdirSync(join(root, soliditySuites)).filter((name) => name.endsWith('.t.sol'))
  const project = openForgeProject(['contracts', ...suites.map((name) => join(soliditySuites, name))], settings)
  try {
    // Where forge looks for tests, and as deep as they are here.
    for (const part of proofs)
      cpSync(join(root, 'proof', part), join(project.folder, 'test', part), { recursive: true })
    const report = join(project.folder, 'lcov.info')
    // Via-IR with as little optimizing as it takes: without it some contracts cannot be laid out on the stack.
    const options = ['--ir-minimum', '--exclude-tests', '--report', 'lcov', '--report-file', report]
    const { code, output } = await project.forge(['coverage', ...options], { minutesMax: MINUTES_MAX })
    if (code !== 0) throw new Error(`forge: ${output}`)
    return readLcov(readFileSync(report, 'utf8'))
  } finally {
    project.remove()
  }
}
