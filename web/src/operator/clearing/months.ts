import type { StatementSummary } from '../../api-client/statement.ts'

/** A month is closed so long after its end at the earliest, as the server has it. */
export const CLOSING_GRACE_MS = 2 * 86_400_000

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/

/** What the statements of a month come to. */
export interface MonthOfAll {
  readonly month: string
  readonly statements: readonly StatementSummary[]
  readonly paid: number
  /** With something to be paid. */
  readonly payable: number
  readonly settled: number
  readonly disputed: number
  /** What partners pay the operator, and the other way round, in minor units. */
  readonly receivedMinor: bigint
  readonly spentMinor: bigint
}

/** The statements of all partners by month, the newest month first. */
export function monthsOf(statements: readonly StatementSummary[]): MonthOfAll[] {
  const names = [...new Set(statements.map(({ month }) => month))].toSorted().toReversed()
  return names.map((month) =>
    sumOf(
      month,
      statements.filter((one) => one.month === month),
    ),
  )
}

function sumOf(month: string, statements: readonly StatementSummary[]): MonthOfAll {
  const amounts = statements.map(({ payableMinor }) => BigInt(payableMinor))
  const sum = (figures: readonly bigint[]) => figures.reduce((total, figure) => total + figure, 0n)
  return {
    month,
    statements: statements.toSorted((a, b) => a.partnerId - b.partnerId),
    paid: statements.filter(({ payment }) => payment !== null).length,
    payable: amounts.filter((minor) => minor !== 0n).length,
    settled: statements.filter(({ settlement: { state } }) => state === 'settled' || state === 'nothing').length,
    disputed: statements.filter(({ settlement: { state } }) => state === 'disputed').length,
    receivedMinor: -sum(amounts.filter((minor) => minor < 0n)),
    spentMinor: sum(amounts.filter((minor) => minor > 0n)),
  }
}

/** Whether a text names a month, as 2026-11. */
export function isMonth(text: string): boolean {
  return MONTH.test(text)
}

/** The month after one, as 2026-12 after 2026-11. */
export function monthAfter(month: string): string {
  const [, year = '', number = ''] = MONTH.exec(month) ?? []
  return new Date(Date.UTC(Number(year), Number(number), 1)).toISOString().slice(0, 7)
}

/** From when on a month can be closed. */
export function closesAt(month: string): Date {
  return new Date(Date.parse(`${monthAfter(month)}-01T00:00:00Z`) + CLOSING_GRACE_MS)
}

/** The month that is to be closed next: after the newest one with statements, or else the first in which there was a partner. */
export function nextMonth(
  statements: readonly StatementSummary[],
  partners: readonly { readonly createdAt: string }[],
): string | null {
  const newest = statements
    .map(({ month }) => month)
    .toSorted()
    .at(-1)
  if (newest !== undefined) return monthAfter(newest)
  return partners.map(({ createdAt }) => createdAt.slice(0, 7)).toSorted()[0] ?? null
}
