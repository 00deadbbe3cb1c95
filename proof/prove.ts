/** `npm run prove`: the long proofs of the contracts. With `--ci`, the same proofs, shorter, for every change. */
import { globSync } from 'node:fs'
import { parseArgs } from 'node:util'

import { checkCompilers } from './compilers/check-compilers.ts'
import { campaign } from './invariants/campaign.ts'
import { findPlantedBugs } from './planted/find-planted-bugs.ts'
import { root, runProgram } from '../cli/run-program.ts'
import type { ProgramResult } from '../cli/run-program.ts'
import { countTests } from '../scripts/test-counts.ts'

const help = `npm run prove -- [options]

  --ci           what every change must pass (minutes): 25,000 invariant calls, 20,000 compared operations, the word at
                 its edges, altered batches, gas as committed. Without it (hours): 2,000,000 of each, solc's model
                 checker, refusals to the byte, coverage, three compiler settings, and bugs planted to be found
  --only <part>  words, invariants, differential, security, gas, model, refusals, coverage, compilers, planted
  --calls <n>    invariant calls, in steps of 25,000, if not as many as said above
  --bug <words>  of planted: only the bugs with these words in their name
  --seed <n>     where chance begins (default 1)
  --help         this text

Mutants have a program of their own: npm run mutate.
`

/** Compiles the tests that are named, with all that they import; `--no-compile` spares a minute for the contracts by themselves, which no test reads. */
const hardhat = [
  'node_modules/hardhat/dist/src/cli.js',
  ...['--config', 'proof/proof.config.ts', 'test', 'solidity', '--no-compile'],
]
const mocha = 'node_modules/mocha/bin/mocha.js'

interface Outcome {
  passed: number
  failed: number
}

interface Effort {
  ci: boolean
  seed: number
  /** Of the invariant campaigns. */
  calls: number
  /** In the names of the bugs to plant. */
  bug: string
}

type Part = (effort: Effort) => Promise<Outcome>

/** Campaigns hold this many calls each, so that each can show that every outcome occurred a hundred times. */
const callsInCampaign = 25_000
/** A program ends, and says how it went, after so many campaigns at most. Each plays its last one twice: EDR does so. */
const campaignsInProgramMax = 10
/** A core each; in CI the other core is the tests', and one program plays fewer campaigns twice. */
const programsAtOnce = { ci: 1, alone: 2 }

/** Shows what a program prints as it comes or, where several run at once, in one piece when it has ended. */
async function run(args: readonly string[], env: Record<string, string>, live = true): Promise<ProgramResult> {
  const result = await runProgram(args, {
    env: { ...process.env, HARDHAT_DISABLE_TELEMETRY_PROMPT: 'true', ...env },
    live,
    minutesMax: 180,
  })
  if (!live) console.log(result.output)
  console.log(`(${result.seconds.toFixed(1)} s)`)
  return result
}

/** A program that says by its exit code alone how it went. */
async function verdictOf(program: string, ...args: string[]): Promise<Outcome> {
  const { code } = await run([program, ...args], {})
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 }
}

// By their files, like the campaign, so that only what is asked for is compiled.
const wordSuites = globSync('proof/{words,model}/*.t.sol', { cwd: root })
const refusalSuites = globSync('proof/refusals/*.t.sol', { cwd: root })

const words: Part = async ({ ci, seed }) => {
  const env = { PROOF_FUZZ_RUNS: ci ? '1000' : '20000', PROOF_SEED: String(seed) }
  return countTests(await run([...hardhat, ...wordSuites], env))
}

const refusals: Part = async () => countTests(await run([...hardhat, ...refusalSuites], {}))

const invariants: Part = async ({ ci, seed, calls }) => {
  const campaigns = Math.ceil(calls / callsInCampaign)
  const atOnce = ci ? programsAtOnce.ci : programsAtOnce.alone
  const campaignsInProgram = Math.min(campaignsInProgramMax, Math.ceil(campaigns / atOnce))
  const programs = Math.ceil(campaigns / campaignsInProgram)
  const counts: Outcome[] = []
  let next = 0
  const work = async () => {
    for (let at = next++; at < programs; at = next++) {
      const env = {
        PROOF_RUNS: String(campaignsInProgram),
        PROOF_DEPTH: String(callsInCampaign),
        PROOF_SEED: String(seed * 1_000 + at),
      }
      counts.push(countTests(await run([...hardhat, ...campaign], env, false)))
      const callsOf = (ended: number) => (ended * campaignsInProgram * callsInCampaign).toLocaleString('en')
      console.log(`${callsOf(counts.length)} of ${callsOf(programs)} calls, each followed by every invariant`)
    }
  }
  // One alone compiles what the others then find compiled: two at once would fight over one cache.
  await run([...hardhat, ...campaign, '--grep', '^nothing$'], {})
  await Promise.all(Array.from({ length: Math.min(atOnce, programs) }, work))
  return sum(counts)
}

const differential: Part = async ({ ci, seed }) => {
  const env = { PROOF_OPERATIONS: ci ? '20000' : '2000000', PROOF_SEED: String(seed) }
  return countTests(await run([mocha, 'proof/differential/differential-proof.ts'], env))
}

const compilers: Part = async ({ seed }) => {
  const tests = await checkCompilers()
  const env = { PROOF_OPERATIONS: '200000', PROOF_SEED: String(seed) }
  const equal = countTests(await run([mocha, 'proof/differential/compilers-proof.ts'], env))
  return sum([tests, equal])
}

const gas: Part = () => verdictOf('bench/bench-gas.ts', '--check')

const security: Part = async () => countTests(await run([mocha, 'proof/security/*-proof.ts'], {}))

const model: Part = async () => countTests(await run([mocha, 'proof/model/model-checker-proof.ts'], {}))

const planted: Part = async ({ bug }) => findPlantedBugs(bug)

const coverage: Part = () => verdictOf('proof/coverage-contracts.ts')

/** What every change must pass, and what takes too long for that. */
const shortParts: Record<string, Part> = { words, invariants, differential, security, gas }
const longParts: Record<string, Part> = { model, refusals, coverage, compilers, planted }

function sum(counts: Outcome[]): Outcome {
  return counts.reduce(
    (total, { passed, failed }) => ({ passed: total.passed + passed, failed: total.failed + failed }),
    { passed: 0, failed: 0 },
  )
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      ci: { type: 'boolean', default: false },
      only: { type: 'string' },
      calls: { type: 'string' },
      seed: { type: 'string', default: '1' },
      bug: { type: 'string', default: '' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  const parts = values.ci && values.only === undefined ? shortParts : { ...shortParts, ...longParts }
  const chosen = Object.entries(parts).filter(([name]) => values.only === undefined || values.only === name)
  if (chosen.length === 0) throw new Error(`there is no part named ${values.only}: ${Object.keys(parts).join(', ')}`)
  const calls = Number(values.calls ?? (values.ci ? 25_000 : 2_000_000))
  if (!Number.isInteger(calls) || calls < 1) throw new Error(`--calls ${values.calls} is no number of calls`)
  const counts: Outcome[] = []
  for (const [name, part] of chosen) {
    console.log(`\n=== ${name}`)
    counts.push(await part({ ci: values.ci, seed: Number(values.seed), calls, bug: values.bug }))
  }
  const { passed, failed } = sum(counts)
  console.log(`\n${passed} passed, ${failed} failed`)
  return passed > 0 && failed === 0 ? 0 : 1
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`npm run prove: ${error instanceof Error ? error.message : String(error)}`)
  return 2
})
