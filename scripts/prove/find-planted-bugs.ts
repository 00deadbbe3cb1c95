import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { root, runProgram } from '../run-program.ts'
import type { TestCounts } from '../test-counts.ts'

/** A proof that must notice, by its command. */
type Finder = 'invariants' | 'differential'

/** One planted bug: the text that is there, and what takes its place. */
interface PlantedBug {
  name: string
  file: string
  before: string
  after: string
  finders: Finder[]
}

/** Mistakes that somebody could make, each in another rule. */
const plantedBugs: PlantedBug[] = [
  {
    name: 'a lot may be one point too full',
    file: 'contracts/PointsLedger.sol',
    before: 'if (lot + total > AccountWord.LOT_MAX) revert',
    after: 'if (lot + total > AccountWord.LOT_MAX + 1) revert',
    finders: ['invariants', 'differential'],
  },
  {
    name: 'a moved account keeps its nonce',
    file: 'contracts/PointsLedger.sol',
    before: '= AccountWord.withNonce(word, 0);',
    after: '= word;',
    finders: ['invariants', 'differential'],
  },
  {
    name: 'what expired in exactly six epochs is not logged',
    file: 'contracts/libraries/AccountWord.sol',
    before: 'return shift >= LOTS_BITS ?',
    after: 'return shift > LOTS_BITS ?',
    finders: ['invariants', 'differential'],
  },
  {
    name: 'a restoration forgets what was restored before',
    file: 'contracts/PointsRedemption.sol',
    before: '_restored[hash] = before + points;',
    after: '_restored[hash] = points;',
    finders: ['invariants'],
  },
  {
    name: 'an order is good for a second after its deadline',
    file: 'contracts/PointsRedemption.sol',
    before: 'if (block.timestamp > order.deadline)',
    after: 'if (block.timestamp > order.deadline + 1)',
    finders: ['invariants'],
  },
  {
    name: 'a recovery completes a second early',
    file: 'contracts/PointsAccounts.sol',
    before: 'if (block.timestamp < pending.readyAt)',
    after: 'if (block.timestamp + 1 < pending.readyAt)',
    finders: ['invariants'],
  },
]

const commands: Record<Finder, { args: string[]; env: Record<string, string> }> = {
  invariants: {
    args: [
      ...['node_modules/hardhat/dist/src/cli.js', '--config', 'test/proof/proof.config.ts'],
      ...['test', 'solidity', '--grep', 'invariant_'],
    ],
    // Below the 20,000 calls from which a campaign must have seen every outcome: only a broken invariant ends it.
    env: { PROOF_RUNS: '1', PROOF_DEPTH: '19000' },
  },
  differential: {
    args: ['node_modules/mocha/bin/mocha.js', 'test/proof/differential/differential-proof.ts'],
    env: { PROOF_OPERATIONS: '40000' },
  },
}

const parts = ['contracts', 'test/proof', 'bench', 'scripts', 'package.json', 'tsconfig.json']

/** Says how the proof failed: by what it compares, and not because something else went wrong. */
const foundIt: Record<Finder, RegExp> = {
  invariants: /reverted with custom error '(?:Broken|UnexpectedRefusal)\(/,
  differential: /expected .*, got |state differs/,
}

/** Plants each bug in a copy of the contracts and runs the proofs that must find it: a test of the tests. */
export async function findPlantedBugs(): Promise<TestCounts> {
  const total = { passed: 0, failed: 0 }
  for (const bug of plantedBugs) {
    const folder = mkdtempSync(join(tmpdir(), 'entente-planted-'))
    try {
      for (const part of parts) cpSync(join(root, part), join(folder, part), { recursive: true })
      symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
      plant(folder, bug)
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

function plant(folder: string, { file, before, after }: PlantedBug): void {
  const path = join(folder, file)
  const source = readFileSync(path, 'utf8')
  if (source.split(before).length !== 2) throw new Error(`${file} has not exactly one \`${before}\``)
  writeFileSync(path, source.replace(before, after))
}

async function finds(folder: string, finder: Finder): Promise<boolean> {
  const { args, env } = commands[finder]
  const result = await runProgram(args, { cwd: folder, env: { ...process.env, ...env }, minutesMax: 30 })
  const found = result.code !== 0 && foundIt[finder].test(result.output)
  if (result.code !== 0 && !found) console.log(result.output)
  return found
}
