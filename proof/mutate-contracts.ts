/**
 * Breaks the contracts in one place at a time, found in solc's syntax tree, and runs their tests: a mutant that they let
 * live is a hole in them. Survivors that are no hole are listed, with the reason, in proof/mutants/survivors.json.
 */
import { parseArgs } from 'node:util'

import { listMutants } from './mutants/list-mutants.ts'
import type { Mutant } from './mutants/mutant.ts'
import { mutatedFiles } from './mutants/mutant-files.ts'
import { openResults } from './mutants/mutant-results.ts'
import type { Fate, Result, Results } from './mutants/mutant-results.ts'
import { openTrial } from './mutants/mutant-trial.ts'
import { describe, readReasons } from './reasons.ts'

const help = `npm run mutate -- [options]

  --file <path>     one contract only, e.g. contracts/ledger/PointsLedger.sol
  --part <i/n>      every n-th file, beginning with the i-th (to share the work: 0/2 and 1/2)
  --language <name> only what is written in solidity, or in yul, the language of inline assembly
  --branches        only conditions fixed to true and to false: what no branch coverage tool here can count
  --results <path>  where fates are kept as they come, outside the tree; what is there is not tried again
  --survivors       try those again that survived and have no reason in survivors.json
  --thorough        give survivors to the slow tests, too: random histories, flipped bytes, Solidity's fuzz tests
  --shipped         compile as it ships: what the short ways of the assembly do, plain code does not show
  --gas             only survivors without a reason, as they ship, a compilation each, with the tests that bound gas
  --json            print the table as JSON
  --list            only say what would be broken
  --help            this text

All mutants of a file are compiled at once, and the tests run in this process: a tenth of a second for most, four
seconds for a survivor. Ends with 1 if a mutant survives that proof/mutants/survivors.json does not explain, or if that
file explains what is not in the contracts.
`

const say = (mutant: Mutant): string => `${describe(mutant)} (line ${mutant.line})`

const reasons = readReasons('proof/mutants/survivors.json')
const isExplained = (mutant: Mutant): boolean => reasons.whyOf(mutant) !== undefined

interface Options {
  survivors: boolean
  thorough: boolean
  shipped: boolean
  gas: boolean
}

/** What is tried of a file: what was not, and survivors if they are asked for. */
function remaining(mutants: readonly Mutant[], results: Results, { survivors, gas }: Options): Mutant[] {
  return mutants.filter((mutant) => {
    const known = results.find(mutant)
    if (gas) return known?.fate === 'survived' && !known.shipped && !isExplained(mutant)
    return known === null || (survivors && known.fate === 'survived' && !isExplained(mutant))
  })
}

async function tryAll(wanted: ReadonlyMap<string, Mutant[]>, results: Results, options: Options): Promise<void> {
  const trial = await openTrial({ thorough: options.thorough, shipped: options.shipped || options.gas })
  for (const [file, mutants] of wanted) {
    const open = remaining(mutants, results, options)
    const started = performance.now()
    const tell = (mutant: Mutant, result: Result): void => {
      results.add(mutant, result)
      if (result.fate === 'survived') console.error(`survived: ${say(mutant)}`)
    }
    await (options.gas ? trial.runAlone(file, open, tell) : trial.run(file, open, tell))
    const seconds = ((performance.now() - started) / 1000).toFixed(0)
    if (open.length > 0) console.error(`${file}: ${open.length} of ${mutants.length} tried, ${seconds} s`)
  }
  trial.close()
}

type Row = Record<Fate, number> & { file: string; mutants: number; explained: number; untried: number }

function tableOf(wanted: ReadonlyMap<string, Mutant[]>, results: Results): { rows: Row[]; unexplained: Mutant[] } {
  const unexplained: Mutant[] = []
  const rows = [...wanted].map(([file, mutants]) => {
    const row: Row = {
      file,
      mutants: mutants.length,
      killed: 0,
      'not compiled': 0,
      survived: 0,
      explained: 0,
      untried: 0,
    }
    for (const mutant of mutants) {
      const known = results.find(mutant)
      if (known === null) row.untried += 1
      else row[known.fate] += 1
      if (known?.fate !== 'survived') continue
      if (isExplained(mutant)) row.explained += 1
      else unexplained.push(mutant)
    }
    return row
  })
  return { rows, unexplained }
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      file: { type: 'string' },
      language: { type: 'string' },
      part: { type: 'string', default: '0/1' },
      results: { type: 'string' },
      branches: { type: 'boolean', default: false },
      survivors: { type: 'boolean', default: false },
      thorough: { type: 'boolean', default: false },
      shipped: { type: 'boolean', default: false },
      gas: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  const [first, step] = values.part.split('/').map(Number) as [number, number]
  const files = mutatedFiles.filter((file, index) => (values.file ?? file) === file && index % step === first)
  const listed = listMutants(files)
  const stale = reasons.rowsWithout(listed, files)
  const all = listed.filter(
    ({ isBranch, language }) =>
      (isBranch || !values.branches) && (values.language === undefined || values.language === language),
  )
  const wanted = new Map(files.map((file) => [file, all.filter((mutant) => mutant.file === file)]))
  if (values.list) {
    for (const mutant of all) console.log(say(mutant))
    return 0
  }
  const results = openResults(values.results)
  await tryAll(wanted, results, values)
  const { rows, unexplained } = tableOf(wanted, results)
  if (values.json) console.log(JSON.stringify(rows, null, 2))
  else console.table(rows)
  for (const mutant of unexplained) console.log(`unexplained: ${say(mutant)}`)
  for (const row of stale) console.log(row)
  return unexplained.length + stale.length === 0 ? 0 : 1
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`npm run mutate: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  return 2
})
