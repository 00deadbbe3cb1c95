import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { figuresOf, readMeasured, type StageFigures } from './figures.ts'
import { STAGES } from './stages.ts'

const BEGIN = (name: string) => `<!-- ${name}: written by npm run simulate:scale -->`
const END = (name: string) => `<!-- end of ${name} -->`

/** `npm run check` keeps it complete, and its form. */
interface DistributedList {
  readonly answers: Readonly<Record<string, { citus: string; yugabyte: string; instead: string }>>
  readonly found: readonly { construct: string; where: string; answer: string }[]
}

const whole = (value: number) => Math.round(value).toLocaleString('en')
const size = (bytes: number) => {
  const steps = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']
  const step = Math.min(steps.length - 1, Math.max(0, Math.floor(Math.log10(bytes) / 3)))
  return `${(bytes / 1_000 ** step).toPrecision(3)} ${steps[step] ?? ''}`
}
const rate = (perSecond: number) => (perSecond < 10 ? String(Number(perSecond.toPrecision(3))) : whole(perSecond))
const money = (usd: number) => (usd < 10 ? usd.toFixed(3) : whole(usd))

const LINES: readonly (readonly [title: string, of: (figures: StageFigures) => string])[] = [
  ['partners', ({ stage }) => whole(stage.partners)],
  ['members', ({ stage }) => whole(stage.members)],
  ['purchases a second, at the peak', ({ stage }) => rate(stage.peakPerSecond)],
  ['purchases a day', ({ purchasesPerDay }) => whole(purchasesPerDay)],
  ['age of a batch (`BATCH_AGE_MS`), seconds', ({ stage }) => whole(stage.batchAgeSeconds)],
  ['batches in that time', ({ batches }) => whole(batches)],
  ['purchases a credit', ({ purchases, credits }) => (purchases / credits).toFixed(3)],
  ['gas a purchase', ({ gasPerPurchase }) => whole(gasPerPurchase)],
  ['gas a second, at the peak', ({ gasPerSecond }) => whole(gasPerSecond)],
  ['calldata a second, at the peak', ({ calldataBytesPerSecond }) => size(calldataBytesPerSecond)],
  ['lanes', ({ lanes }) => whole(lanes)],
  ['purchases a second of the largest partner', ({ largestPartnerPerSecond }) => rate(largestPartnerPerSecond)],
  ['rows in PostgreSQL a year', ({ rowBytesPerYear }) => size(rowBytesPerYear)],
  ['databases for the peak', ({ databases }) => whole(databases)],
  ['gas and data in USD a day', ({ usdPerDay }) => money(usdPerDay)],
]

/** The parts of docs/scaling.md that are computed, by name. */
export function computedParts(root: string): Record<string, string> {
  const measured = readMeasured()
  const figures = STAGES.map((stage) => figuresOf(stage, measured))
  const { purchases, postgres, bytesPerPurchase } = measured.rows
  return {
    stages: table(
      ['', ...STAGES.map(({ name }) => name)],
      LINES.map(([title, of]) => [title, ...figures.map(of)]),
    ),
    rows: `${table(
      ['table', 'bytes a purchase, with indexes'],
      Object.entries(bytesPerPurchase).map(([name, bytes]) => [`\`${name}\``, whole(bytes)]),
    )}\n\nMeasured with ${whole(purchases)} purchases on PostgreSQL ${postgres} (\`npm run bench:rows\`).`,
    distributed: distributedTable(root),
  }
}

function distributedTable(root: string): string {
  const list = readFileSync(join(root, 'scripts/check/distributed-sql.json'), 'utf8')
  const { answers, found } = JSON.parse(list) as DistributedList
  const nameOf = (where: string) =>
    (where.split(', ')[1] ?? where.split('/').slice(-2).join('/')).replace('/migration.sql', '')
  return table(
    ['what', 'where', 'Citus', 'YugabyteDB', 'instead'],
    Object.entries(answers).map(([answer, { citus, yugabyte, instead }]) => {
      const rows = found.filter((row) => row.answer === answer)
      const constructs = [...new Set(rows.map(({ construct }) => construct))].join(', ')
      const places = [...new Set(rows.map(({ where }) => `\`${nameOf(where)}\``))].join(' ')
      return [constructs, places, citus, yugabyte, instead]
    }),
  )
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** The page with its computed parts as they are now. */
export function freshPage(page: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((text, [name, part]) => {
    const [from, to] = [text.indexOf(BEGIN(name)), text.indexOf(END(name))]
    if (from < 0 || to < from)
      throw new Error(`docs/scaling.md has no place for ${name}: ${BEGIN(name)} ... ${END(name)}`)
    return `${text.slice(0, from)}${BEGIN(name)}\n\n${part}\n\n${text.slice(to)}`
  }, page)
}
