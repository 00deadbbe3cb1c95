import serialize from 'canonicalize'

import { type MonthOnChain, readMonth } from '../../chain/read-month.ts'
import { findBlock, type Block } from '../../database/blocks.ts'
import type { Transaction } from '../../database/engine/client.ts'
import { type Donation, listDonations } from '../../database/donations.ts'
import { findChainCursor } from '../../database/chain-cursor.ts'
import { listPartners, lockPartner, type Partner } from '../../database/partners.ts'
import { listSetPrices } from '../../database/price-plans.ts'
import { findStatementWait } from '../../database/statement-waits.ts'
import {
  findLastStatementMonth,
  findUnclosedMonth,
  insertStatement,
  listStatementLines,
  listStatementPartners,
  type PointsByKind,
  type StoredStatement,
  sumLateReversals,
  sumOpenStatements,
  sumStatementLines,
} from '../../database/statements.ts'
import { assert } from '../../domain/assert.ts'
import { makeStatement, statementJson } from '../../domain/clearing/make-statement.ts'
import { CLOSING_GRACE_MS } from '../../domain/clearing/settlement.ts'
import type { LineKind, Statement, StatementRate } from '../../domain/clearing/statement.ts'
import { vatIn } from '../../domain/clearing/vat.ts'
import { Rejection, Transient } from '../../domain/rejection.ts'
import { monthSpan, monthText } from '../../domain/utc-days.ts'
import type { CloseMonthDeps } from './clearing-terms.ts'
import { closeCharities, donatedIn } from './close-charities.ts'
import { feeOf, readMonthRates, type WaitingStatement } from './read-month-rates.ts'

const PARTNERS_PER_PAGE = 200
const LINE_KIND_NAMES: readonly LineKind[] = ['issued', 'reversed', 'redeemed', 'restored']
const NOTHING: PointsByKind = { issued: 0n, reversed: 0n, redeemed: 0n, restored: 0n }

/** What closing a month came to. */
export interface ClosedMonth {
  readonly month: number
  /** Statements that were issued now. */
  readonly issued: number
  /** Statements that were there, and stay as they are. */
  readonly before: number
  /** Statements that cannot be made before a rate is imported. */
  readonly waiting: readonly WaitingStatement[]
}

/**
 * Issues the statements of a month to all partners that have anything in it, each with the state of one final block. The figures of
 * all are checked before the first is issued. Again: issues those that are missing, and changes none that is there. A missing rate
 * holds up the statements of the partners that need it, and nobody else's.
 */
export async function closeMonth(deps: CloseMonthDeps, { month }: { month: number }): Promise<ClosedMonth> {
  const { db } = deps
  const at = await findClosingBlock(deps, month)
  const expected = await findUnclosedMonth(db, monthSpan(month).from)
  if (expected !== null)
    throw new Rejection('month_out_of_order', { month: monthText(month), monthExpected: monthText(expected) })
  const { open, before } = await checkMonth(deps, { month, at })
  const donations = await listDonations(db, monthSpan(month), at.number)
  await closeCharities(deps, donations, { month, at, terms: termsOf(open) })
  const { ready, waiting } = await readMonthRates(deps, open, { month, isIdle })
  const closing = { month, at, donations: Map.groupBy(donations, ({ partnerId }) => partnerId) }
  let issued = await issue(deps, ready.filter(isIdle), closing)
  // Statements with lines are long: one at a time is in memory, and none keeps the others' partners locked.
  for (const one of ready) if (!isIdle(one)) issued += await issue(deps, [one], closing)
  return { month, issued, before, waiting }
}

/** A partner without a statement of the month, and what the registry counted of it. */
interface OpenMonth {
  readonly partner: Partner
  readonly counted: MonthOnChain
}

/** One whose statement can be made. */
interface ReadyMonth extends OpenMonth {
  /** Null: the partner settles in the clearing currency. */
  readonly rate: StatementRate | null
}

/** The closing of a month: the block whose state is read, and what members gave to charities. */
interface Closing {
  readonly month: number
  readonly at: Block
  /** By partner. */
  readonly donations: ReadonlyMap<number, readonly Donation[]>
}

const termsOf = (open: readonly OpenMonth[]) =>
  new Map(open.map(({ partner: { id, name }, counted: { redeemMicros } }) => [id, { name, redeemMicros }]))

const isIdle = ({ counted }: OpenMonth): boolean => LINE_KIND_NAMES.every((kind) => counted[kind] === 0n)

/**
 * Compares what the registry counted of each partner with the transactions that were followed: a month that is wrong at one partner
 * is closed for none.
 */
async function checkMonth(
  { db, chain }: CloseMonthDeps,
  { month, at }: { month: number; at: Block },
): Promise<{ open: OpenMonth[]; before: number }> {
  const closed = await listStatementPartners(db, month)
  const followed = await sumStatementLines(db, monthSpan(month), at.number)
  const open: OpenMonth[] = []
  for (let after = -1; ;) {
    const partners = await listPartners(db, { after, rowsMax: PARTNERS_PER_PAGE })
    const last = partners.at(-1)
    if (last === undefined) return { open, before: closed.size }
    for (const partner of partners.filter(({ id }) => !closed.has(id))) {
      const counted = await readMonth(chain, partner.id, month, at.hash)
      checkFigures(partner.id, month, counted, followed.get(partner.id) ?? NOTHING)
      open.push({ partner, counted })
    }
    after = last.id
  }
}

/**
 * Issues statements, all of them or none. Those without lines go together and first: while one with lines is missing, no later month
 * can be closed, so a closing that is stopped in between leaves nobody out for good.
 */
async function issue(deps: CloseMonthDeps, open: readonly ReadyMonth[], closing: Closing): Promise<number> {
  const signed: Signed[] = []
  for (const one of open) signed.push(...(await signStatementOf(deps, one, closing)))
  if (signed.length > 0) await deps.db.transaction((tx) => storeAll(tx, signed))
  return signed.length
}

/** A statement that is signed and not stored yet, and the opening position that it says. */
interface Signed {
  readonly row: StoredStatement
  readonly openingMinor: bigint
}

async function storeAll(tx: Transaction, signed: readonly Signed[]): Promise<void> {
  for (const { row, openingMinor } of signed) {
    await lockPartner(tx, row.partnerId)
    const isStill = (await sumOpenStatements(tx, row.partnerId, row.month)) === openingMinor
    if (!isStill || !(await insertStatement(tx, row)))
      throw new Transient('Somebody closed the month or recorded a payment at the same time', null)
  }
}

/** The final block whose state is the month's for ever. */
async function findClosingBlock({ db, clock, chain }: CloseMonthDeps, month: number): Promise<Block> {
  const closesAt = new Date(monthSpan(month).until.getTime() + CLOSING_GRACE_MS)
  if (clock.now() < closesAt)
    throw new Rejection('month_not_over', { month: monthText(month), closesAt: closesAt.toISOString() })
  const cursor = await findChainCursor(db, chain.chainId)
  const final = cursor === null ? null : await findBlock(db, cursor.finalizedNumber)
  if (final === null || final.timestamp < monthSpan(month).until)
    throw new Rejection('month_not_final', { month: monthText(month) })
  return final
}

/** Reads, makes and signs a statement; none where the partner has nothing in the month. */
async function signStatementOf(deps: CloseMonthDeps, open: ReadyMonth, closing: Closing): Promise<Signed[]> {
  const { month } = closing
  const statement = await readStatementFacts(deps, open, closing)
  if (statement === null) return []
  const json = statementJson(statement)
  const document = serialize(json)
  assert(document !== undefined, 'a statement is an object')
  const signed = await deps.signStatement(json, document)
  const { number, totals, currency, due, position, partner, legs, lines } = statement
  const { payableMinor } = totals
  const inDue = { currency, dueCurrency: due.currency, dueMinor: String(due.payableMinor) }
  const [issue, redeem] = legs
  const positionMinor = lines.length === 0 ? null : redeem.grossMinor - issue.grossMinor
  const issuedAt = deps.clock.now()
  const amounts = { payableMinor, ...inDue, positionMinor }
  const row = { partnerId: partner.id, month, number, document, ...signed, ...amounts, issuedAt }
  return [{ row, openingMinor: position.openingMinor }]
}

async function readStatementFacts(
  deps: CloseMonthDeps,
  { partner, counted, rate }: ReadyMonth,
  { month, at, donations }: Closing,
): Promise<Statement | null> {
  const { db, chain, clearingTerms, rootOfLines } = deps
  const span = monthSpan(month)
  const openingMinor = await sumOpenStatements(db, partner.id, month)
  const feeMinor = feeOf(deps, partner, month)
  // Later statements are signed, and their opening positions do not know of a fee that would be added to this month.
  const lastMonth = await findLastStatementMonth(db, partner.id)
  const isPast = lastMonth !== null && lastMonth > month
  const isQuiet = isIdle({ partner, counted })
  // Later months of a partner wait for a statement that is noted as waiting, so it is made also where nothing is left of it.
  const isWaiting = isQuiet && !isPast && (await findStatementWait(db, partner.id, month)) !== null
  if (isQuiet && !isWaiting && (isPast || (openingMinor === 0n && feeMinor === 0n))) return null
  assert(!isPast, 'months are closed in their order')
  const lines = isQuiet ? [] : await listStatementLines(db, partner.id, span, at.number)
  const { issued, reversed, redeemed, restored, issueMicros, redeemMicros } = counted
  const late = reversed === 0n ? 0n : await sumLateReversals(db, partner.id, span)
  const events = (await listSetPrices(db, partner.id)).filter((event) => event.month <= month)
  const { vat } = clearingTerms
  return makeStatement({
    coalition: clearingTerms.coalition,
    currency: clearingTerms.currency,
    partner: { id: partner.id, name: partner.name, country: partner.country },
    month,
    points: { issued, reversed, reversedOfEarlierMonths: late < reversed ? late : reversed, redeemed, restored },
    prices: { issueMicros, redeemMicros },
    pricesSet: events.at(-1) ?? null,
    feeMinor,
    donated: donatedIn(donations.get(partner.id) ?? []),
    vat: {
      issue: vatIn(vat.issue, partner.country),
      redeem: vatIn(vat.redeem, partner.country),
      fee: vatIn(vat.fee, partner.country),
    },
    rate,
    openingMinor,
    source: {
      chainId: chain.chainId,
      registry: chain.addresses.registry.toLowerCase(),
      readAtBlock: at.number,
      readAtBlockHash: at.hash,
    },
    lines,
    linesRoot: rootOfLines(partner.id, month, lines),
  })
}

/** What the registry counted is what its transactions add up to, or nothing is signed. */
function checkFigures(partnerId: number, month: number, counted: PointsByKind, followed: PointsByKind): void {
  for (const kind of LINE_KIND_NAMES) {
    if (followed[kind] === counted[kind]) continue
    throw new Rejection('month_figures_differ', {
      partnerId,
      month: monthText(month),
      figure: kind,
      counted: String(counted[kind]),
      followed: String(followed[kind]),
    })
  }
}
