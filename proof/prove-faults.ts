/** `npm run prove:faults`: injects every fault that Entente must survive, and counts what was lost or doubled. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { root } from '../cli/run-program.ts'
import { startProgress, type Progress } from '../cli/progress.ts'
import { formatTable, say } from '../cli/terminal.ts'
import { listFaultNames, runCampaign } from '../test/faults/campaign.ts'
import type { FaultRow } from '../test/faults/run-fault.ts'
import { findTestPostgres } from '../test/support/platform/find-test-postgres.ts'
import { type FaultsResult, mergeRows, writeTable } from './faults/table.ts'

const PAGE = join(root, 'docs/faults.md')

const help = `npm run prove:faults -- [options]

  --runs <n>       how often each named fault is injected (default: 20)
  --kills <n>      random kills of real servers under load (default: 200)
  --schedules <n>  schedules of the simulation (default: 200)
  --only <name>    only faults whose name begins so; may be given more than once
  --list           the names of all faults
  --seed <n>       where chance begins (default: 1)
  --minutes <n>    begin no further run after so long: the rows say how many there were (default: no end)
  --output <file>  put the rows into these results: beside those of other seeds, whose runs are added up, and in place of those of the
                   same seed; proof/results/faults.json: and the table into docs/faults.md
  --json           one JSON object on standard output
  --help           this text

Uses new databases on the PostgreSQL at TEST_DATABASE_URL, or the embedded database where that is not set; for the faults of the
database itself, clusters of its own. Ends with 1 if anything was lost or doubled, if a run did not come to rest, or if a fault did not strike.
`

function readOptions() {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '20' },
      kills: { type: 'string', default: '200' },
      schedules: { type: 'string', default: '200' },
      only: { type: 'string', multiple: true, default: [] },
      list: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      minutes: { type: 'string', default: '100000' },
      output: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const whole = (name: 'runs' | 'kills' | 'schedules' | 'seed' | 'minutes') => {
    const number = Number(values[name])
    if (!Number.isSafeInteger(number) || number < 1)
      throw new Error(`--${name} ${values[name]} is not a number from 1 on`)
    return number
  }
  const names = listFaultNames()
  for (const only of values.only)
    if (!names.some((name) => name.startsWith(only)))
      throw new Error(`--only ${only}: no fault's name begins so (--list)`)
  const isWanted = (name: string) => values.only.length === 0 || values.only.some((only) => name.startsWith(only))
  const endsAt = performance.now() + whole('minutes') * 60_000
  const hasTime = () => performance.now() < endsAt
  const plan = {
    runs: whole('runs'),
    kills: whole('kills'),
    schedules: whole('schedules'),
    seed: whole('seed'),
    isWanted,
    hasTime,
  }
  return { ...values, names, plan }
}

/** What is wrong with a row; null where nothing is. */
function faultOf({ lost, doubled, failures }: FaultRow): string | null {
  const [first] = failures
  if (first !== undefined) return first
  return lost + doubled === 0 ? null : `${lost} lost, ${doubled} doubled`
}

/** Adds rows to results that are kept, as soon as there are any: a campaign that is ended early has not run for nothing. */
async function keepIn(file: string, rows: readonly FaultRow[], seed: number): Promise<void> {
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as FaultsResult) : { rows: [] }
  const ranOn = new Date().toISOString().slice(0, 10)
  const merged = mergeRows(
    before,
    rows.map((row) => ({ ...row, seeds: [seed], ranOn, node: process.version })),
  )
  writeFileSync(file, `${JSON.stringify(merged, null, 2)}\n`)
  if (resolve(root, file) === resolve(root, 'proof/results/faults.json')) await writeTable(PAGE, merged)
}

async function main(): Promise<number> {
  const { help: isHelp, list, names, plan, json, output } = readOptions()
  if (isHelp || list) {
    console.log(isHelp ? help : names.join('\n'))
    return 0
  }
  const postgres = await findTestPostgres()
  say(postgres === null ? 'on the embedded database: TEST_DATABASE_URL is not set' : 'on PostgreSQL')
  let progress: Progress | null = null
  let done = 0
  const result = await runCampaign({
    ...plan,
    postgres,
    onPart: (name, runs) => {
      progress?.stop()
      done = 0
      progress = startProgress(name, runs)
    },
    onRun: () => progress?.update((done += 1)),
    onRows: async (rows) => {
      if (output !== undefined) await keepIn(output, rows, plan.seed)
    },
  })
  ;(progress as Progress | null)?.stop()
  const wrong = result.rows.filter((row) => faultOf(row) !== null)
  if (json) console.log(JSON.stringify(result))
  else {
    const head = ['fault', 'runs', 'in flight', 'accepted', 'lost', 'doubled', 'seconds']
    const cells = result.rows.map((row) => [
      row.name,
      ...[row.runs, row.inFlight, row.accepted, row.lost, row.doubled, row.seconds].map(String),
    ])
    console.log(formatTable(head, cells))
    for (const row of wrong) console.log(`FAILED ${row.name}: ${faultOf(row) ?? ''}`)
    for (const { name, reason } of result.leftOut) console.log(`left out: ${name}: ${reason}`)
    console.log(`\n${result.rows.length - wrong.length} passed, ${wrong.length} failed`)
  }
  return wrong.length === 0 ? 0 : 1
}

// Connections of databases that were broken may linger: what was to be done is done.
process.exit(
  await main().catch((error: unknown) => {
    console.error(`npm run prove:faults: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    return 2
  }),
)
