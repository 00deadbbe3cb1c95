import type { StatementJson } from '../../server/domain/clearing/statement.ts'
import { readClosedMonths, type Recounted, recountMonths } from '../../test/support/clearing/recount-months.ts'
import type { Year } from './open-year.ts'

const POINTS = ['issued', 'reversed', 'redeemed', 'restored'] as const
const AMOUNTS = ['dueFrom', 'dueTo', 'net'] as const
type Figure = (typeof POINTS)[number] | (typeof AMOUNTS)[number]
type Figures = Readonly<Record<Figure, string>>

/** A month of all partners, as the chain's events add up; amounts in minor units. */
export interface YearMonth extends Figures {
  readonly month: string
  readonly pool: string
  readonly partners: readonly (Figures & { readonly partnerId: number })[]
}

/** The table, and each figure of a statement or of the contract that is another one than the events'. */
export async function tableOfYear(year: Year): Promise<{ months: YearMonth[]; differing: string[] }> {
  const recounted = await recountMonths(year.coalition)
  const { positions, pools } = await readClosedMonths(year.coalition)
  const statements = await readStatements(year)
  const differing = [
    ...compare('the contract', recounted, positions),
    ...compare('the statements', recounted, statements),
  ]
  const months = [...Map.groupBy(recounted, ({ month }) => month)].map(([month, partners]) => {
    const pool = -sum(partners, 'net')
    if (pools.get(month) !== pool) differing.push(`${month}: the pool is ${pool}, the contract has ${pools.get(month)}`)
    return {
      month,
      ...figuresOf((figure) => sum(partners, figure)),
      pool: String(pool),
      partners: partners.map(textOf),
    }
  })
  return { months, differing }
}

const sum = (partners: readonly Recounted[], figure: Figure): bigint =>
  partners.reduce((total, partner) => total + partner[figure], 0n)

const figuresOf = (of: (figure: Figure) => bigint): Figures =>
  Object.fromEntries([...POINTS, ...AMOUNTS].map((figure) => [figure, String(of(figure))])) as unknown as Figures

const textOf = (one: Recounted) => ({ partnerId: one.partnerId, ...figuresOf((figure) => one[figure]) })

/** Both ways: a position that only one of them has differs as well. */
function compare(who: string, expected: readonly Recounted[], found: readonly Recounted[]): string[] {
  const nameOf = ({ month, partnerId }: Recounted) => `${month}, partner ${partnerId}`
  const byName = new Map(found.map((one) => [nameOf(one), one]))
  const missing = [...byName.keys()].filter((name) => !expected.some((one) => nameOf(one) === name))
  return [
    ...missing.map((name) => `${name}: only ${who} has a position`),
    ...expected.flatMap((one) => {
      const other = byName.get(nameOf(one))
      if (other === undefined) return [`${nameOf(one)}: ${who} has no position`]
      return [...POINTS, ...AMOUNTS]
        .filter((figure) => one[figure] !== other[figure])
        .map((figure) => `${nameOf(one)}: ${figure} is ${one[figure]}, ${who} has ${other[figure]}`)
    }),
  ]
}

/** The figures of the server's statements of months in which anything was counted. */
async function readStatements({ months }: Year): Promise<Recounted[]> {
  const rows = await months.platform.database.clearingStatement.findMany()
  return rows
    .map(({ document }) => JSON.parse(document) as StatementJson)
    .filter(({ lines }) => lines.length > 0)
    .map(({ month, partner, points, legs: [issue, redeem], totals }) => ({
      month,
      partnerId: partner.id,
      issued: BigInt(points.issued),
      reversed: BigInt(points.reversed),
      redeemed: BigInt(points.redeemed),
      restored: BigInt(points.restored),
      dueFrom: BigInt(issue.grossMinor),
      dueTo: BigInt(redeem.grossMinor),
      net: BigInt(totals.netMinor),
    }))
}
