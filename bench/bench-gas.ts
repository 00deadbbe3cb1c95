/** `npm run bench:gas`: measures gas beside the peers' and writes docs/gas.md; with `--check`, compares with what is committed. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { drawChart } from './chart.ts'
import { goalsOf } from './goals.ts'
import { measureAll, measureEntente } from './measure.ts'
import { barsAt300, writeReport } from './report.ts'
import { differences, readSnapshot, writeSnapshot } from './snapshot.ts'
import { root } from '../cli/run-program.ts'

const help = `npm run bench:gas -- [options]

  --check        measure Entente alone and fail if a goal is missed or anything differs from bench/snapshot.json
                 (seconds; CI runs it)
  --year <file>  the real year (default: ../shared/data/online-retail-2011.csv.gz)
  --help         this text

Without --check: measures everything (minutes) and writes bench/snapshot.json, docs/gas.md and docs/gas-chart.svg.
`

async function check(): Promise<number> {
  const measured = await measureEntente()
  const missed = goalsOf(measured).filter((goal) => goal.measured > goal.gasMax)
  for (const goal of missed) console.error(`missed: ${goal.name}: ${goal.measured} gas, at most ${goal.gasMax}`)
  if (missed.length > 0) return 1
  const changed = differences(readSnapshot().entente, measured, 'entente')
  if (changed.length === 0) {
    console.log('Gas and bytecode size are as committed in bench/snapshot.json.')
    return 0
  }
  console.error(`Gas or bytecode size changed (committed -> measured):\n${changed.join('\n')}`)
  console.error('If that is meant, run npm run bench:gas and commit what it writes.')
  return 1
}

async function measure(yearFile: string): Promise<number> {
  if (!existsSync(yearFile)) throw new Error(`there is no file ${yearFile}: name the year with --year`)
  const snapshot = await measureAll(yearFile, (text) => console.log(text))
  writeSnapshot(snapshot)
  writeFileSync(join(root, 'docs/gas.md'), writeReport(snapshot))
  const chart = drawChart('Gas per credit, 300 credits in a batch', barsAt300(snapshot), 40_000)
  writeFileSync(join(root, 'docs/gas-chart.svg'), chart)
  console.log('Wrote bench/snapshot.json, docs/gas.md and docs/gas-chart.svg.')
  return 0
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean', default: false },
      year: { type: 'string', default: join(root, '../shared/data/online-retail-2011.csv.gz') },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  return values.check ? check() : measure(values.year)
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`npm run bench:gas: ${error instanceof Error ? error.message : String(error)}`)
  return 2
})
