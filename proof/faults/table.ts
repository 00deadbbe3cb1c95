import { readFileSync, writeFileSync } from 'node:fs'

import { format, resolveConfig } from 'prettier'

import { listFaultNames } from '../../test/faults/campaign.ts'
import type { FaultRow } from '../../test/faults/run-fault.ts'

/** A row of runs from one seed or several, with the day of the last. */
export type KeptRow = FaultRow & { seeds: number[]; ranOn: string; node: string }

/** What `proof/results/faults.json` holds: a row for each fault. */
export interface FaultsResult {
  rows: KeptRow[]
}

/** Adds rows up with those of other seeds; of the same seed, they take their place. Rows without a run say nothing. */
export function mergeRows(before: FaultsResult, rows: readonly KeptRow[]): FaultsResult {
  const byName = new Map(before.rows.map((row) => [row.name, row]))
  for (const row of rows) {
    const known = byName.get(row.name)
    const isOther = known !== undefined && !known.seeds.some((seed) => row.seeds.includes(seed))
    if (row.runs + row.failures.length > 0) byName.set(row.name, isOther ? addUp(known, row) : row)
  }
  const order = listFaultNames()
  return { rows: [...byName.values()].toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name)) }
}

function addUp(a: KeptRow, b: KeptRow): KeptRow {
  return {
    ...b,
    runs: a.runs + b.runs,
    inFlight: a.inFlight + b.inFlight,
    accepted: a.accepted + b.accepted,
    lost: a.lost + b.lost,
    doubled: a.doubled + b.doubled,
    seconds: Math.round((a.seconds + b.seconds) * 10) / 10,
    failures: [...a.failures, ...b.failures],
    seeds: [...a.seeds, ...b.seeds].toSorted((one, other) => one - other),
  }
}

const BEGIN = '<!-- The table that follows is written by npm run prove:faults. -->'
const END = '<!-- End of the table. -->'

/** The table of the page, in Markdown. */
export function tableOf({ rows }: FaultsResult): string {
  const kills = rows.filter(({ name }) => name.startsWith('kill_'))
  const others = rows.filter((row) => !kills.includes(row))
  const figures = ({ runs, inFlight, accepted, lost, doubled }: FaultRow) =>
    [runs, inFlight, accepted, lost, doubled].map((figure) => figure.toLocaleString('en-GB')).join(' | ')
  const faults = others.map((row) => `| ${row.name} | ${row.what} ${row.how} | ${row.database} | ${figures(row)} |`)
  const points = kills.map((row) => `| ${row.name.replace(/^kill_/, '')} | ${row.database} | ${figures(row)} |`)
  return [
    '| fault | what it is, and how it is injected | database | runs | in flight | accepted | lost | doubled |',
    '| --- | --- | --- | --: | --: | --: | --: | --: |',
    ...faults,
    '',
    'A process is killed at each of these points of the way of a purchase and of a redemption:',
    '',
    '| crash point | database | kills | in flight | accepted | lost | doubled |',
    '| --- | --- | --: | --: | --: | --: | --: |',
    ...points,
  ].join('\n')
}

/** The page with the table of these results in it, formatted as the checks want it. */
export async function withTable(page: string, result: FaultsResult): Promise<string> {
  const [before, rest] = page.split(BEGIN)
  const after = rest?.split(END)[1]
  if (before === undefined || after === undefined) throw new Error(`the page has no place for the table: "${BEGIN}"`)
  const written = `${before}${BEGIN}\n\n${tableOf(result)}\n\n${END}${after}`
  return format(written, { ...(await resolveConfig(import.meta.filename)), parser: 'markdown' })
}

/** Writes the table into its page. */
export async function writeTable(file: string, result: FaultsResult): Promise<void> {
  writeFileSync(file, await withTable(readFileSync(file, 'utf8'), result))
}
