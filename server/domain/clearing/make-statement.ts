import { assert } from '../assert.ts'
import { minorDigits } from '../currencies.ts'
import { monthText } from '../utc-days.ts'
import { type DonatedPoints, sumDonations } from './donations.ts'
import { convertMinor } from './exchange-rates.ts'
import { netPartner } from './net-month.ts'
import { MICROS, type Prices } from './prices.ts'
import { BASIS_POINTS, divRoundHalfAway } from './rounding.ts'
import { jsonOf } from './statement-json.ts'
import type {
  Leg,
  LegKind,
  Statement,
  StatementDue,
  StatementJson,
  StatementLine,
  StatementPartner,
  StatementPoints,
  StatementRate,
  StatementSource,
  Vat,
} from './statement.ts'

/** VAT of each leg, as it is agreed with a partner. */
export type VatOfLegs = Readonly<Record<LegKind, Vat>>

/** All that a statement is made of. */
export interface StatementFacts {
  readonly coalition: string
  readonly currency: string
  readonly partner: StatementPartner
  /** Months since 1970-01, UTC. */
  readonly month: number
  readonly points: StatementPoints
  readonly prices: Prices
  /** The month from which the prices hold and the transaction that set them; null where none were ever set. */
  readonly pricesSet: { readonly month: number; readonly transactionHash: string } | null
  readonly feeMinor: bigint
  /** What members gave to charities here. */
  readonly donated: readonly DonatedPoints[]
  readonly vat: VatOfLegs
  /** What a unit of the currency is worth in the one in which the partner settles; null where they are the same. */
  readonly rate: StatementRate | null
  readonly openingMinor: bigint
  readonly source: Pick<StatementSource, 'chainId' | 'registry' | 'readAtBlock' | 'readAtBlockHash'>
  readonly lines: readonly StatementLine[]
  readonly linesRoot: string
}

/** Root of the tree over no lines. */
export const NO_LINES_ROOT = `0x${'00'.repeat(32)}`

/** The number of a partner's statement of a month: payments and invoices name it. */
export function statementNumber(partnerId: number, month: number): string {
  return `ENT-${String(partnerId)}-${monthText(month)}`
}

/** Makes a partner's statement of a month. The same facts give the same statement, and nothing else is in it. */
export function makeStatement(facts: StatementFacts): Statement {
  const { partner, month, currency, points, prices, pricesSet, lines } = facts
  checkLines(points, lines)
  const legs = makeLegs(facts)
  const [issue, redeem, fee] = legs
  const donations = sumDonations(facts.donated, prices.redeemMicros)
  const netMinor = redeem.grossMinor - issue.grossMinor - fee.grossMinor - donations.totalMinor
  const vatMinor = redeem.vatMinor - issue.vatMinor - fee.vatMinor
  const payableMinor = netMinor + vatMinor
  return {
    format: 'entente-statement-3',
    number: statementNumber(partner.id, month),
    coalition: facts.coalition,
    partner,
    month: monthText(month),
    currency,
    minorDigits: minorDigits(currency),
    source: {
      ...facts.source,
      firstBlock: lines[0]?.blockNumber ?? null,
      lastBlock: lines.at(-1)?.blockNumber ?? null,
    },
    points,
    prices: {
      ...prices,
      fromMonth: pricesSet === null ? null : monthText(pricesSet.month),
      transactionHash: pricesSet?.transactionHash ?? null,
    },
    legs,
    donations,
    totals: { netMinor, vatMinor, payableMinor },
    due: dueOf(payableMinor, facts),
    position: { openingMinor: facts.openingMinor, closingMinor: facts.openingMinor + payableMinor },
    lines,
    linesRoot: facts.linesRoot,
  }
}

/** What is payable, in the currency in which the partner settles. The net stays as it is: it is what adds up to zero over all. */
function dueOf(payableMinor: bigint, { currency, rate }: Pick<StatementFacts, 'currency' | 'rate'>): StatementDue {
  if (rate === null) return { currency, minorDigits: minorDigits(currency), payableMinor, rounding: '0', rate }
  assert(rate.base === currency, 'a rate is of the currency that is converted')
  const { minor, rounding } = convertMinor(payableMinor, rate)
  return { currency: rate.quote, minorDigits: minorDigits(rate.quote), payableMinor: minor, rounding, rate }
}

/** The lines explain the counters, one by one, to the point. */
function checkLines(points: StatementPoints, lines: readonly StatementLine[]): void {
  const sums = { issued: 0n, reversed: 0n, redeemed: 0n, restored: 0n }
  for (const [at, { line, kind, points: moved }] of lines.entries()) {
    assert(line === at + 1 && moved > 0n, 'lines are numbered, and each moves points')
    sums[kind] += moved
  }
  for (const kind of ['issued', 'reversed', 'redeemed', 'restored'] as const)
    assert(sums[kind] === points[kind], `the lines of ${kind} points add up to the counter`)
  assert(points.reversedOfEarlierMonths <= points.reversed, 'late reversals are reversals')
}

function makeLegs({ points, prices, feeMinor, vat }: StatementFacts): Statement['legs'] {
  const { issueMicros: issuePrice, redeemMicros: redeemPrice } = prices
  const { dueFrom, dueTo } = netPartner(points, { issuePrice, redeemPrice })
  const issued = points.issued - points.reversed
  const redeemed = points.redeemed - points.restored
  return [
    legOf('issue', { points: issued, priceMicros: issuePrice, grossMinor: dueFrom, vat: vat.issue }),
    legOf('redeem', { points: redeemed, priceMicros: redeemPrice, grossMinor: dueTo, vat: vat.redeem }),
    legOf('fee', { points: 0n, priceMicros: 0n, grossMinor: feeMinor, vat: vat.fee }),
  ]
}

function legOf<Kind extends LegKind>(
  kind: Kind,
  { points, priceMicros, grossMinor, vat }: Pick<Leg, 'points' | 'priceMicros' | 'grossMinor' | 'vat'>,
): Leg<Kind> {
  const exactMicros = kind === 'fee' ? grossMinor * MICROS : points * priceMicros
  const [payer, payee] = kind === 'redeem' ? (['operator', 'partner'] as const) : (['partner', 'operator'] as const)
  const vatMinor = vatOf(grossMinor, vat)
  return {
    kind,
    payer,
    payee,
    points,
    priceMicros,
    exactMicros,
    grossMinor,
    vat,
    vatMinor,
    totalMinor: grossMinor + vatMinor,
  }
}

/** VAT of an amount, to the nearest minor unit, halves away from zero: so a leg and its reversal cancel out. */
export function vatOf(grossMinor: bigint, { treatment, rateBasisPoints }: Vat): bigint {
  assert(treatment === 'standard' || rateBasisPoints === 0, 'only a standard rate is a rate')
  return divRoundHalfAway(grossMinor * BigInt(rateBasisPoints), BASIS_POINTS)
}

/** A statement as JSON has it: integers of any size are decimal strings. */
export function statementJson(statement: Statement): StatementJson {
  return jsonOf(statement) as StatementJson
}
