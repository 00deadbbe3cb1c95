import { findNewestRate } from '../../database/exchange-rates.ts'
import type { Partner } from '../../database/partners.ts'
import { listSettlementCurrencies } from '../../database/settlement-currencies.ts'
import { insertStatementWaits, listStatementWaits, type StatementWait } from '../../database/statement-waits.ts'
import { sumOpenStatements } from '../../database/statements.ts'
import { rateDaysOf } from '../../domain/clearing/exchange-rates.ts'
import { currencyIn } from '../../domain/clearing/settlement-currency.ts'
import type { StatementRate } from '../../domain/clearing/statement.ts'
import { monthSpan } from '../../domain/utc-days.ts'
import type { CloseMonthDeps } from './clearing-terms.ts'

/** A statement that cannot be made yet. */
export interface WaitingStatement {
  readonly partnerId: number
  readonly currency: string
  /** The month whose rate is missing: an earlier one, where its statement has to come first. */
  readonly month: number
}

/** Partners whose statements of a month can be made, and those whose cannot. */
interface SortedPartners<Open> {
  readonly ready: readonly (Open & { readonly rate: StatementRate | null })[]
  readonly waiting: readonly WaitingStatement[]
}

/**
 * Finds the rate of each partner that settles in another currency. Without one, or while an earlier statement waits for its own, the
 * partner's statement waits, and is noted as waiting, so that later months know; all others are made.
 */
export async function readMonthRates<Open extends { readonly partner: Partner }>(
  deps: CloseMonthDeps,
  open: readonly Open[],
  { month, isIdle }: { month: number; isIdle: (one: Open) => boolean },
): Promise<SortedPartners<Open>> {
  const { db, clock, clearingTerms } = deps
  const base = clearingTerms.currency
  const earliest = new Map<number, StatementWait>()
  // The oldest month comes first, and stays.
  for (const wait of await listStatementWaits(db))
    if (wait.month <= month && !earliest.has(wait.partnerId)) earliest.set(wait.partnerId, wait)
  const ready: (Open & { rate: StatementRate | null })[] = []
  const waiting: WaitingStatement[] = []
  const noted: StatementWait[] = []
  for (const one of open) {
    const { id: partnerId } = one.partner
    const currency = currencyIn(await listSettlementCurrencies(db, partnerId), { month, clearing: base })
    const before = earliest.get(partnerId)
    const isBehind = before !== undefined && before.month < month
    const rate = currency === base ? null : await readRate(deps, { month, quote: currency })
    if (!isBehind && (currency === base || rate !== null)) ready.push({ ...one, rate })
    else if (before !== undefined || !isIdle(one) || (await hasAnythingDue(deps, one.partner, month))) {
      waiting.push({ partnerId, currency: before?.currency ?? currency, month: before?.month ?? month })
      noted.push({ partnerId, month, currency, notedAt: clock.now() })
    }
  }
  if (noted.length > 0) await db.transaction((tx) => insertStatementWaits(tx, noted))
  return { ready, waiting }
}

async function readRate(
  { db, clearingTerms }: CloseMonthDeps,
  { month, quote }: { month: number; quote: string },
): Promise<StatementRate | null> {
  const found = await findNewestRate(db, { base: clearingTerms.currency, quote, ...rateDaysOf(month) })
  if (found === null) return null
  const { importedAt: _, ...rate } = found
  return rate
}

/** Whether a partner of which nothing was counted has a statement all the same. */
async function hasAnythingDue(deps: CloseMonthDeps, partner: Partner, month: number): Promise<boolean> {
  return feeOf(deps, partner, month) !== 0n || (await sumOpenStatements(deps.db, partner.id, month)) !== 0n
}

/** What a partner pays for a month: nothing from when it has left, and nothing before it was there. */
export function feeOf({ clearingTerms }: CloseMonthDeps, partner: Partner, month: number): bigint {
  return partner.status !== 'left' && partner.createdAt < monthSpan(month).until ? clearingTerms.feeMinor : 0n
}
