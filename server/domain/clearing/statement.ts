import type { Donations } from './donations.ts'
import type { SignedRate } from './exchange-rates.ts'
import type { Jsonified } from './statement-json.ts'

/** What a partner's month came to: points by the registry's counters, at the prices that held in that month. */
export interface Statement {
  readonly format: 'entente-statement-3'
  /** Names the statement in payments and invoices: at most 35 of the characters that SEPA allows. */
  readonly number: string
  /** What the coalition is called. */
  readonly coalition: string
  readonly partner: StatementPartner
  /** A calendar month in UTC, such as 2026-11. */
  readonly month: string
  /** ISO 4217. All amounts that end in `Minor` are in its minor units. */
  readonly currency: string
  /** Digits after the point in amounts of the currency. */
  readonly minorDigits: number
  readonly source: StatementSource
  readonly points: StatementPoints
  readonly prices: StatementPrices
  /** One of each kind, in this order, also where it is zero. */
  readonly legs: readonly [Leg<'issue'>, Leg<'redeem'>, Leg<'fee'>]
  /** What members gave to charities here: it is in the redeem leg, and the operator pays it to them. */
  readonly donations: Donations
  readonly totals: StatementTotals
  /** What is paid, in the currency in which the partner settles. */
  readonly due: StatementDue
  readonly position: StatementPosition
  /** Each transaction that is in the counters, in the order of the chain. */
  readonly lines: readonly StatementLine[]
  /** Root of an OpenZeppelin StandardMerkleTree over the lines; 32 zero bytes where there is none. */
  readonly linesRoot: string
}

export interface StatementPartner {
  readonly id: number
  readonly name: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null
}

/** Where the figures can be read again by anybody. */
export interface StatementSource {
  readonly chainId: number
  /** The PartnerRegistry, whose `monthTotals` and `prices` were read. */
  readonly registry: string
  /** The first and the last block with a line of this statement; null where it has none. */
  readonly firstBlock: bigint | null
  readonly lastBlock: bigint | null
  /** The final block, later than the month, in whose state the counters were read. */
  readonly readAtBlock: bigint
  readonly readAtBlockHash: string
}

/** Counters of the registry for this partner and month. None of them is negative. */
export interface StatementPoints {
  readonly issued: bigint
  readonly reversed: bigint
  /** Of `reversed`: returns of what was issued in an earlier month. */
  readonly reversedOfEarlierMonths: bigint
  readonly redeemed: bigint
  readonly restored: bigint
}

/** In millionths of a minor unit per point. */
export interface StatementPrices {
  readonly issueMicros: bigint
  readonly redeemMicros: bigint
  /** The month from which they hold, and the transaction that set them; null where no price was ever set. */
  readonly fromMonth: string | null
  readonly transactionHash: string | null
}

/** `issue`: the partner pays the operator. `redeem`: the operator pays the partner. `fee`: the partner pays the operator. */
export type LegKind = 'issue' | 'redeem' | 'fee'

/**
 * One supply, before it is netted with the others: what an invoice is about. A leg can be negative (more was reversed than
 * issued): then its payer gets money back, and its document is a credit note.
 */
export interface Leg<Kind extends LegKind = LegKind> {
  readonly kind: Kind
  readonly payer: 'partner' | 'operator'
  readonly payee: 'partner' | 'operator'
  /** issued - reversed, or redeemed - restored; 0 for fees. */
  readonly points: bigint
  readonly priceMicros: bigint
  /** points x price, exact, in millionths of a minor unit. */
  readonly exactMicros: bigint
  /** The same in minor units, without VAT. */
  readonly grossMinor: bigint
  readonly vat: Vat
  readonly vatMinor: bigint
  /** grossMinor + vatMinor. */
  readonly totalMinor: bigint
}

/** Categories of EN 16931 (UNTDID 5305): S, Z, E, AE, O. */
export const VAT_TREATMENTS = {
  standard: 'S',
  zero_rated: 'Z',
  exempt: 'E',
  reverse_charge: 'AE',
  outside_scope: 'O',
} as const

export type VatTreatment = keyof typeof VAT_TREATMENTS

export interface Vat {
  readonly treatment: VatTreatment
  /** Hundredths of a per cent: 2000 is 20 %. 0 unless the treatment is `standard`. */
  readonly rateBasisPoints: number
}

/** Signed from the partner's side: what is positive is due to the partner. */
export interface StatementTotals {
  /** redeem - issue - fee - donations, without VAT. The sum over all partners, charities and the operator's pool is zero. */
  readonly netMinor: bigint
  /** The same for VAT. */
  readonly vatMinor: bigint
  /** netMinor + vatMinor: what is to be paid for this month. Negative: the partner pays. */
  readonly payableMinor: bigint
}

/** Signed as the totals are. Where the partner settles in the currency of the statement, it is the payable amount. */
export interface StatementDue {
  /** ISO 4217. */
  readonly currency: string
  readonly minorDigits: number
  /** payableMinor x rate, rounded once. */
  readonly payableMinor: bigint
  /** What rounding added, in minor units of the currency: an exact decimal number. */
  readonly rounding: string
  /** Null where nothing was converted. */
  readonly rate: StatementRate | null
}

/** A rate as it was signed, with the EIP-712 digest that the signature is over. */
export interface StatementRate extends SignedRate {
  readonly hash: string
}

/** Signed as the totals are. */
export interface StatementPosition {
  /** What is open of earlier statements. */
  readonly openingMinor: bigint
  /** opening + payable. */
  readonly closingMinor: bigint
}

/** What one transaction did to a counter of the month. Never renumbered: they are leaves of the tree. */
export const LINE_KINDS = { issued: 1, reversed: 2, redeemed: 3, restored: 4 } as const

export type LineKind = keyof typeof LINE_KINDS

export interface StatementLine {
  /** From 1 on, without gaps. */
  readonly line: number
  readonly kind: LineKind
  /** Never negative. */
  readonly points: bigint
  readonly blockNumber: bigint
  readonly transactionHash: string
  /** The batch's hash for issued and reversed points; the order's for restored ones; null for redeemed ones. */
  readonly reference: string | null
}

/** Versions of the format. Each can be read and checked for ever. */
export const STATEMENT_FORMATS = ['entente-statement-1', 'entente-statement-2', 'entente-statement-3'] as const

/** A statement as JSON: integers of any size are decimal strings. The first format has no donations, and only the third what is due. */
export type StatementJson = Omit<Jsonified<Statement>, 'format' | 'donations' | 'due'> & {
  readonly format: (typeof STATEMENT_FORMATS)[number]
  readonly donations?: Jsonified<Donations>
  readonly due?: Jsonified<StatementDue>
}

/** What is paid for a statement of any format: before the third, in the currency that it is in. */
export function dueOfStatement({
  due,
  currency,
  totals: { payableMinor },
}: Pick<StatementJson, 'due' | 'currency' | 'totals'>): {
  readonly currency: string
  readonly payableMinor: string
} {
  return due ?? { currency, payableMinor }
}

/** A signed statement, as it is kept and handed out: the signature is of the operator's key, over `StatementJson`. */
export interface SignedStatement {
  readonly statement: StatementJson
  readonly signer: string
  readonly signature: string
}
