import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { root, runProgram } from '../../cli/run-program.ts'
import type { TestCounts } from '../../scripts/test-counts.ts'
import { plantedBugs } from './planted-bugs.ts'
import type { Finder, PlantedBug } from './planted-bugs.ts'
import { plainViaIr } from '../compilers/project-copy.ts'
import { campaign } from '../invariants/campaign.ts'

const commands: Record<Finder, { args: string[]; env: Record<string, string> }> = {
  invariants: {
    args: [
      ...['node_modules/hardhat/dist/src/cli.js', '--config', 'proof/proof.config.ts'],
      ...['test', 'solidity', ...campaign, '--grep', 'invariant_'],
    ],
    // Below the 20,000 calls from which a campaign must have seen every outcome: only a broken invariant ends it.
    env: { PROOF_RUNS: '1', PROOF_DEPTH: '19000' },
  },
  differential: {
    args: ['node_modules/mocha/bin/mocha.js', 'proof/differential/differential-proof.ts'],
    env: { PROOF_OPERATIONS: '40000' },
  },
}

const parts = ['contracts', 'proof', 'bench', 'cli', 'server', 'abis', 'package.json', 'tsconfig.json']

/** Says how the proof failed: by what it compares, and not because something else went wrong. */
const foundIt: Record<Finder, RegExp> = {
  invariants: /reverted with custom error '(?:Broken|UnexpectedRefusal)\(/,
  differential: /expected .*, got |state differs/,
}

/**
 * Plants each bug in a copy of the contracts and runs the proofs that must find it: a test of the tests. `words` picks
 * the bugs that have them in their name.
 */
export async function findPlantedBugs(words = ''): Promise<TestCounts> {
  const total = { passed: 0, failed: 0 }
  for (const bug of plantedBugs.filter(({ name }) => name.includes(words))) {
    const folder = mkdtempSync(join(tmpdir(), 'entente-planted-'))
    try {
      copyProofs(folder)
      replaceOnce(folder, bug)
      if (bug.onlyAsShipped) console.log(`compiled as it ships, which takes longer: ${bug.name}`)
      else lighten(folder)
      for (const finder of bug.finders) {
        const found = await finds(folder, finder)
        total[found ? 'passed' : 'failed'] += 1
        console.log(`${found ? 'found' : 'NOT FOUND'} by ${finder}: ${bug.name}`)
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  return total
}

/** Copies the contracts and all that their proofs run with. */
export function copyProofs(folder: string): void {
  for (const part of parts) cpSync(join(root, part), join(folder, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
}

/** Plants a bug, or says that its place is not what it was. */
export function replaceOnce(
  folder: string,
  { file, before, after }: Pick<PlantedBug, 'file' | 'before' | 'after'>,
): void {
  const path = join(folder, file)
  const source = readFileSync(path, 'utf8')
  if (source.split(before).length !== 2) throw new Error(`${file} has not exactly one \`${before}\``)
  writeFileSync(path, source.replace(before, after))
}

/** Without the optimizer's steps a copy compiles in less than half the time; the bug is the same. */
function lighten(folder: string): void {
  for (const file of ['proof/proof.config.ts', 'bench/bench-chain.ts']) {
    const shipped = 'optimizer: { enabled: true, runs: 1_000_000 }'
    const light = `optimizer: ${JSON.stringify(plainViaIr.optimizer)}`
    replaceOnce(folder, { file, before: shipped, after: light })
  }
}

async function finds(folder: string, finder: Finder): Promise<boolean> {
  const { args, env } = commands[finder]
  const result = await runProgram(args, { cwd: folder, env: { ...process.env, ...env }, minutesMax: 30 })
  const found = result.code !== 0 && foundIt[finder].test(result.output)
  if (result.code !== 0 && !found) console.log(result.output)
  return found
}
