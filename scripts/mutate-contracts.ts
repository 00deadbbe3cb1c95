/**
 * Breaks the contracts in one place at a time, found in solc's syntax tree, and runs their tests: a mutant that they let
 * live is a hole in them. Survivors that are no hole are listed, with the reason, in docs/proof.md.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { listMutants } from './prove/list-mutants.ts'
import type { Mutant } from './prove/list-mutants.ts'
import { compilerSettings, copyProject } from './prove/project-copy.ts'
import { root, runProgram } from './run-program.ts'

const help = `node scripts/launch.mjs scripts/mutate-contracts.ts [options]

  --file <path>   one contract only, e.g. contracts/PointsLedger.sol
  --part <i/n>    every n-th mutant, beginning with the i-th (to share the work: 0/2 and 1/2)
  --branches      only conditions fixed to true and to false: what no branch coverage tool here can count
  --list          only say what would be broken
  --help          this text

About 8 seconds a mutant. Ends with 1 if a mutant survives that docs/proof.md does not explain.
`

const files = [
  'contracts/LedgerGate.sol',
  'contracts/PointsLedger.sol',
  'contracts/PointsToken.sol',
  'contracts/PartnerRegistry.sol',
  'contracts/PointsIssuance.sol',
  'contracts/RedemptionTypes.sol',
  'contracts/RedemptionBooks.sol',
  'contracts/PointsRedemption.sol',
  'contracts/PointsAccounts.sol',
  'contracts/libraries/AccountWord.sol',
  'contracts/libraries/CalendarMonth.sol',
  'contracts/libraries/PackedRecords.sol',
  'contracts/libraries/PartnerRows.sol',
  'contracts/libraries/SignerKey.sol',
  'contracts/libraries/MemberKey.sol',
  'contracts/libraries/OrderList.sol',
  'contracts/libraries/RedemptionWord.sol',
  'contracts/libraries/TransferRestriction.sol',
]

type Fate = 'killed' | 'not compiled' | 'survived'

/** The unoptimised code: it compiles in a third of the time, and a test that kills it there kills it everywhere. */
const fastest = compilerSettings[2]

async function runTests(folder: string): Promise<Fate> {
  const hardhat = join(folder, 'node_modules/hardhat/dist/src/cli.js')
  for (const runner of ['mocha', 'solidity']) {
    const { code, output } = await runProgram([hardhat, 'test', runner], { cwd: folder, minutesMax: 2 })
    if (output.includes('HHE910')) return 'not compiled'
    if (code !== 0) return 'killed'
  }
  return 'survived'
}

async function tryMutant(folder: string, mutant: Mutant): Promise<Fate> {
  const path = join(folder, mutant.file)
  const original = readFileSync(path, 'utf8')
  writeFileSync(path, original.slice(0, mutant.start) + mutant.replacement + original.slice(mutant.end))
  try {
    return await runTests(folder)
  } finally {
    writeFileSync(path, original)
  }
}

/** A survivor is explained where docs/proof.md has its place and change in a table row. */
function isExplained({ file, before, replacement }: Mutant): boolean {
  const rows = readFileSync(join(root, 'docs/proof.md'), 'utf8').split('\n')
  return rows.some(
    (row) => row.includes(file.replace('contracts/', '')) && row.includes(`\`${before}\` -> \`${replacement}\``),
  )
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      file: { type: 'string' },
      part: { type: 'string', default: '0/1' },
      branches: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  const [first, step] = values.part.split('/').map(Number) as [number, number]
  const mutants = listMutants(files.filter((file) => values.file === undefined || file === values.file))
  const wanted = mutants.filter(({ isBranch }) => isBranch || !values.branches)
  const chosen = wanted.filter((_, index) => index % step === first)
  const describe = ({ file, line, before, replacement }: Mutant) =>
    `${file}:${line} \`${before}\` -> \`${replacement}\``
  console.log(`${chosen.length} of ${wanted.length} mutants`)
  if (values.list) {
    for (const mutant of chosen) console.log(describe(mutant))
    return 0
  }
  const copy = copyProject(fastest, { bail: true })
  const fates: Record<Fate, number> = { killed: 0, 'not compiled': 0, survived: 0 }
  let unexplained = 0
  try {
    if ((await runTests(copy.folder)) !== 'survived') throw new Error('the tests fail without any mutant')
    for (const mutant of chosen) {
      const fate = await tryMutant(copy.folder, mutant)
      fates[fate] += 1
      if (fate !== 'survived') continue
      const explained = isExplained(mutant)
      if (!explained) unexplained += 1
      console.log(`survived${explained ? ' (explained)' : ''}: ${describe(mutant)}`)
    }
  } finally {
    copy.remove()
  }
  console.log(
    `${fates.killed} killed, ${fates.survived} survived, ${fates['not compiled']} did not compile, ${unexplained} unexplained`,
  )
  return unexplained === 0 ? 0 : 1
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`mutate-contracts: ${error instanceof Error ? error.message : String(error)}`)
  return 2
})
