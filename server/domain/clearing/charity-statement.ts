import { decimalOfMinor, minorDigits } from '../currencies.ts'
import { monthText } from '../utc-days.ts'
import { csvOf, type CsvRow } from './csv.ts'
import { CHARITY_DEFINITIONS } from './definitions.ts'
import { jsonOf, type Jsonified } from './statement-json.ts'
import { amountOf } from './net-month.ts'
import { microsText } from './prices.ts'
import type { StatementSource } from './statement.ts'

/** What members gave to a charity in a month, and what the operator owes it for that. */
export interface CharityStatement {
  readonly format: 'entente-charity-statement-1'
  /** Names the statement in payments: at most 35 of the characters that SEPA allows. */
  readonly number: string
  readonly coalition: string
  readonly charity: { readonly id: string; readonly name: string }
  /** A calendar month in UTC, such as 2026-11. */
  readonly month: string
  /** ISO 4217. All amounts that end in `Minor` are in its minor units. */
  readonly currency: string
  readonly minorDigits: number
  readonly source: Pick<StatementSource, 'chainId' | 'registry' | 'readAtBlock' | 'readAtBlockHash'>
  /** What members gave at each partner, in the order of the partners' numbers. */
  readonly partners: readonly PartnerShare[]
  readonly totals: {
    readonly points: bigint
    /** What is to be paid for this month. Negative where more was given back than given: it lessens what is open. */
    readonly payableMinor: bigint
  }
  readonly position: { readonly openingMinor: bigint; readonly closingMinor: bigint }
  /** Each order that gave points to the charity, or was given points back, in the order of the chain. */
  readonly lines: readonly CharityLine[]
}

export interface PartnerShare {
  readonly id: number
  readonly name: string
  readonly points: bigint
  /** The partner's redeem price, in millionths of a minor unit per point. */
  readonly redeemMicros: bigint
  /** points x price, rounded once: the same amount as on the partner's statement. */
  readonly grossMinor: bigint
}

export interface CharityLine {
  /** From 1 on, without gaps. */
  readonly line: number
  readonly partnerId: number
  readonly kind: 'donated' | 'restored'
  /** Never negative. */
  readonly points: bigint
  readonly blockNumber: bigint
  readonly transactionHash: string
  /** EIP-712 struct hash of the member's order, as the redemption contract has it. */
  readonly orderHash: string
}

export type CharityStatementJson = Jsonified<CharityStatement>

/** A charity's statement as it is kept and handed out; the signature is of the operator's key. */
export interface SignedCharityStatement {
  readonly statement: CharityStatementJson
  readonly signer: string
  readonly signature: string
}

/** All that a charity's statement is made of. */
export interface CharityStatementFacts {
  readonly coalition: string
  readonly currency: string
  readonly charity: CharityStatement['charity']
  /** Months since 1970-01, UTC. */
  readonly month: number
  readonly source: CharityStatement['source']
  /** Name and redeem price of each partner that is in the lines, by its number. */
  readonly partners: ReadonlyMap<number, { readonly name: string; readonly redeemMicros: bigint }>
  readonly lines: readonly CharityLine[]
  readonly openingMinor: bigint
}

/** The number of a charity's statement: it has the last digits of the charity's id. */
export function charityStatementNumber(charityId: string, month: number): string {
  return `ENT-C${charityId.slice(-12)}-${monthText(month)}`
}

/** Makes a charity's statement of a month. The same facts give the same statement. */
export function makeCharityStatement(facts: CharityStatementFacts): CharityStatement {
  const { charity, month, currency, lines, openingMinor } = facts
  const partners = sharesOf(facts)
  const payableMinor = partners.reduce((sum, { grossMinor }) => sum + grossMinor, 0n)
  return {
    format: 'entente-charity-statement-1',
    number: charityStatementNumber(charity.id, month),
    coalition: facts.coalition,
    charity,
    month: monthText(month),
    currency,
    minorDigits: minorDigits(currency),
    source: facts.source,
    partners,
    totals: { points: partners.reduce((sum, { points }) => sum + points, 0n), payableMinor },
    position: { openingMinor, closingMinor: openingMinor + payableMinor },
    lines,
  }
}

function sharesOf({ partners, lines }: CharityStatementFacts): PartnerShare[] {
  return [...partners]
    .toSorted(([one], [other]) => one - other)
    .map(([id, { name, redeemMicros }]) => {
      const points = pointsOf(lines.filter(({ partnerId }) => partnerId === id))
      return { id, name, points, redeemMicros, grossMinor: amountOf(points, redeemMicros) }
    })
}

/** What was given less what was given back. */
export function pointsOf(lines: readonly Pick<CharityLine, 'kind' | 'points'>[]): bigint {
  return lines.reduce((sum, { kind, points }) => sum + (kind === 'donated' ? points : -points), 0n)
}

/** The statement as JSON: integers of any size are decimal strings. */
export function charityStatementJson(statement: CharityStatement): CharityStatementJson {
  return jsonOf(statement) as CharityStatementJson
}

/** The statement as a table for spreadsheets (RFC 4180), with what each figure means. */
export function charityStatementCsv({ statement, signer, signature }: SignedCharityStatement): string {
  const { currency, totals, position, partners, lines } = statement
  const head = (name: string, value: string): CsvRow => ['statement', name, value, '', '']
  const money = (section: string, name: string, minor: string, definition: string): CsvRow => [
    section,
    name,
    decimalOfMinor(minor, currency),
    currency,
    definition,
  ]
  return csvOf([
    head('number', statement.number),
    head('coalition', statement.coalition),
    head('charity', statement.charity.id),
    head('charityName', statement.charity.name),
    head('month', statement.month),
    head('currency', currency),
    head('chainId', String(statement.source.chainId)),
    head('registry', statement.source.registry),
    head('readAtBlock', statement.source.readAtBlock),
    head('readAtBlockHash', statement.source.readAtBlockHash),
    ...partners.flatMap(({ id, name, points, redeemMicros, grossMinor }): CsvRow[] => [
      [`partner ${String(id)}`, 'name', name, '', ''],
      [`partner ${String(id)}`, 'points', points, 'points', CHARITY_DEFINITIONS['partners.points']],
      [`partner ${String(id)}`, 'price', microsText(BigInt(redeemMicros)), 'minor units per point', ''],
      money(`partner ${String(id)}`, 'gross', grossMinor, CHARITY_DEFINITIONS['partners.grossMinor']),
    ]),
    ['totals', 'points', totals.points, 'points', ''],
    money('totals', 'payable', totals.payableMinor, CHARITY_DEFINITIONS['totals.payableMinor']),
    money('position', 'opening', position.openingMinor, CHARITY_DEFINITIONS['position.openingMinor']),
    money('position', 'closing', position.closingMinor, CHARITY_DEFINITIONS['position.closingMinor']),
    ...lines.map(({ line, kind, partnerId, points, blockNumber, transactionHash, orderHash }): CsvRow => [
      'lines',
      `${String(line)} ${kind}`,
      points,
      'points',
      `partner ${String(partnerId)}, block ${blockNumber}, transaction ${transactionHash}, order ${orderHash}`,
    ]),
    ['signature', 'signer', signer, '', ''],
    ['signature', 'signature', signature, '', ''],
  ])
}
