import serialize from 'canonicalize'

import { readMonth } from '../../chain/read-month.ts'
import { findBlock, type Block } from '../../database/blocks.ts'
import type { Transaction } from '../../database/engine/client.ts'
import { findChainCursor } from '../../database/chain-cursor.ts'
import { listPartners, lockPartner, type Partner } from '../../database/partners.ts'
import { listSetPrices } from '../../database/price-plans.ts'
import {
  findLastStatementMonth,
  findUnclosedMonth,
  hasStatement,
  insertStatement,
  listStatementLines,
  type StoredStatement,
  sumLateReversals,
  sumOpenStatements,
} from '../../database/statements.ts'
import { assert } from '../../domain/assert.ts'
import { makeStatement, statementJson } from '../../domain/clearing/make-statement.ts'
import { CLOSING_GRACE_MS } from '../../domain/clearing/settlement.ts'
import type { Statement, StatementLine } from '../../domain/clearing/statement.ts'
import { vatIn } from '../../domain/clearing/vat.ts'
import { Rejection, Transient } from '../../domain/rejection.ts'
import { monthSpan, monthText } from '../../domain/utc-days.ts'
import type { CloseMonthDeps } from './clearing-terms.ts'

const PARTNERS_PER_PAGE = 200

/** What closing a month came to. */
export interface ClosedMonth {
  readonly month: number
  /** Statements that were issued now. */
  readonly issued: number
  /** Statements that were there, and stay as they are. */
  readonly before: number
}

/**
 * Issues the statements of a month to all partners that have anything in it, all of them or none, each with the state of one
 * final block. Again: issues those that are missing, and changes none that is there.
 */
export async function closeMonth(deps: CloseMonthDeps, { month }: { month: number }): Promise<ClosedMonth> {
  const { db } = deps
  const at = await findClosingBlock(deps, month)
  const expected = await findUnclosedMonth(db, monthSpan(month).from)
  if (expected !== null)
    throw new Rejection('month_out_of_order', { month: monthText(month), monthExpected: monthText(expected) })
  const signed: Signed[] = []
  let before = 0
  for (let after = -1; ;) {
    const partners = await listPartners(db, { after, rowsMax: PARTNERS_PER_PAGE })
    const last = partners.at(-1)
    if (last === undefined) break
    for (const partner of partners) {
      if (await hasStatement(db, partner.id, month)) before += 1
      else signed.push(...(await signStatementOf(deps, partner, { month, at })))
    }
    after = last.id
  }
  if (signed.length > 0) await db.transaction((tx) => storeAll(tx, signed))
  return { month, issued: signed.length, before }
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
async function signStatementOf(
  deps: CloseMonthDeps,
  partner: Partner,
  { month, at }: { month: number; at: Block },
): Promise<Signed[]> {
  const statement = await readStatementFacts(deps, partner, { month, at })
  if (statement === null) return []
  const json = statementJson(statement)
  const document = serialize(json)
  assert(document !== undefined, 'a statement is an object')
  const signed = await deps.signStatement(json, document)
  const { number, totals, position, legs, lines } = statement
  const { payableMinor } = totals
  const [issue, redeem] = legs
  const positionMinor = lines.length === 0 ? null : redeem.grossMinor - issue.grossMinor
  const issuedAt = deps.clock.now()
  const row = { partnerId: partner.id, month, number, document, ...signed, payableMinor, positionMinor, issuedAt }
  return [{ row, openingMinor: position.openingMinor }]
}

async function readStatementFacts(
  { db, chain, clearingTerms, rootOfLines }: CloseMonthDeps,
  partner: Partner,
  { month, at }: { month: number; at: Block },
): Promise<Statement | null> {
  const span = monthSpan(month)
  const counted = await readMonth(chain, partner.id, month, at.hash)
  const lines = await listStatementLines(db, partner.id, span, at.number)
  checkFigures(partner.id, month, counted, lines)
  const openingMinor = await sumOpenStatements(db, partner.id, month)
  const feeMinor = partner.status !== 'left' && partner.createdAt < span.until ? clearingTerms.feeMinor : 0n
  // Later statements are signed, and their opening positions do not know of a fee that would be added to this month.
  const lastMonth = await findLastStatementMonth(db, partner.id)
  const isPast = lastMonth !== null && lastMonth > month
  if (lines.length === 0 && (isPast || (openingMinor === 0n && feeMinor === 0n))) return null
  assert(!isPast, 'months are closed in their order')
  const { issued, reversed, redeemed, restored, issueMicros, redeemMicros } = counted
  const late = await sumLateReversals(db, partner.id, span)
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
    vat: {
      issue: vatIn(vat.issue, partner.country),
      redeem: vatIn(vat.redeem, partner.country),
      fee: vatIn(vat.fee, partner.country),
    },
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
function checkFigures(
  partnerId: number,
  month: number,
  counted: Readonly<Record<StatementLine['kind'], bigint>>,
  lines: readonly StatementLine[],
): void {
  const sumOf = (kind: StatementLine['kind']) =>
    lines.reduce((sum, line) => (line.kind === kind ? sum + line.points : sum), 0n)
  for (const kind of ['issued', 'reversed', 'redeemed', 'restored'] as const) {
    if (sumOf(kind) === counted[kind]) continue
    throw new Rejection('month_figures_differ', {
      partnerId,
      month: monthText(month),
      figure: kind,
      counted: String(counted[kind]),
      followed: String(sumOf(kind)),
    })
  }
}
