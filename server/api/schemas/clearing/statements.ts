import { z } from 'zod'

import { ApprovalOrNull } from './approvals.ts'
import { DEFINITIONS } from '../../../domain/clearing/definitions.ts'
import {
  LINE_KINDS,
  STATEMENT_FORMATS,
  VAT_TREATMENTS,
  type LineKind,
  type VatTreatment,
} from '../../../domain/clearing/statement.ts'
import { listOf, type PlaceCodec, wholeListOf } from '../pagination.ts'
import { HexOut, NumberOut, orNull, PartnerNumber, text, TimeOut, Uuid } from '../values.ts'
import { MonthOut } from './months.ts'
import { CurrencyOut, RateContent } from './rates.ts'

const REFERENCE_LENGTH_MAX = 140
/** Of a reason for a dispute, and of how it ended. */
export const DISPUTE_TEXT_LENGTH_MAX = 2_000

export const Signed = z.string().meta({ pattern: '^-?(0|[1-9][0-9]*)$', example: '-92000' })
export const Hash = z.string().meta({ pattern: '^0x[0-9a-f]{64}$' })

const ROUNDING_PATTERN = '^-?0([.][0-9]+)?$'

const defined = (schema: z.ZodString, figure: keyof typeof DEFINITIONS) =>
  schema.meta({ description: DEFINITIONS[figure] })
const counted = (figure: keyof typeof DEFINITIONS) => defined(z.string().meta({ pattern: '^(0|[1-9][0-9]*)$' }), figure)
const money = (figure: keyof typeof DEFINITIONS) => defined(z.string().meta({ pattern: '^-?(0|[1-9][0-9]*)$' }), figure)

const sides = z.enum(['partner', 'operator'])

const legOf = <Kind extends 'issue' | 'redeem' | 'fee'>(kind: Kind) =>
  z.object({
    kind: z.literal(kind),
    payer: sides,
    payee: sides,
    points: Signed,
    priceMicros: NumberOut,
    exactMicros: Signed,
    grossMinor: money(`legs.${kind}`),
    vat: z.object({
      treatment: z.enum(Object.keys(VAT_TREATMENTS) as [VatTreatment, ...VatTreatment[]]),
      rateBasisPoints: z.int(),
    }),
    vatMinor: money('legs.vatMinor'),
    totalMinor: Signed,
  })

const Line = z.object({
  line: z.int(),
  kind: z.enum(Object.keys(LINE_KINDS) as [LineKind, ...LineKind[]]),
  points: NumberOut,
  blockNumber: NumberOut,
  transactionHash: Hash,
  reference: Hash.nullable().meta({ description: 'Of the batch, or of the order that points came back of' }),
})

/** What is signed, as it was signed. */
const StatementContent = z
  .object({
    format: z
      .enum(STATEMENT_FORMATS)
      .meta({ description: 'The first has no `donations`, and only the third has `due`' }),
    number: z.string().meta({ example: 'ENT-1-2026-11' }),
    coalition: z.string(),
    partner: z.object({ id: PartnerNumber, name: z.string(), country: z.string().nullable() }),
    month: MonthOut,
    currency: z.string().meta({ example: 'EUR' }),
    minorDigits: z.int(),
    source: z.object({
      chainId: z.int(),
      registry: HexOut,
      firstBlock: NumberOut.nullable(),
      lastBlock: NumberOut.nullable(),
      readAtBlock: NumberOut,
      readAtBlockHash: Hash,
    }),
    points: z.object({
      issued: counted('points.issued'),
      reversed: counted('points.reversed'),
      reversedOfEarlierMonths: counted('points.reversedOfEarlierMonths'),
      redeemed: counted('points.redeemed'),
      restored: counted('points.restored'),
    }),
    prices: z.object({
      issueMicros: counted('prices.issueMicros'),
      redeemMicros: counted('prices.redeemMicros'),
      fromMonth: MonthOut.nullable(),
      transactionHash: Hash.nullable(),
    }),
    legs: z.tuple([legOf('issue'), legOf('redeem'), legOf('fee')]),
    donations: z
      .object({
        charities: z.array(
          z.object({
            id: Uuid,
            name: z.string(),
            points: defined(z.string().meta({ pattern: '^-?(0|[1-9][0-9]*)$' }), 'donations.points'),
            grossMinor: money('donations.grossMinor'),
          }),
        ),
        totalMinor: money('donations.totalMinor'),
      })
      .optional(),
    totals: z.object({
      netMinor: money('totals.netMinor'),
      vatMinor: money('totals.vatMinor'),
      payableMinor: money('totals.payableMinor'),
    }),
    due: z
      .object({
        currency: z.string().meta({ example: 'JPY' }),
        minorDigits: z.int(),
        payableMinor: money('due.payableMinor'),
        rounding: defined(z.string().meta({ pattern: ROUNDING_PATTERN, example: '-0.25' }), 'due.rounding'),
        rate: orNull(RateContent).meta({ description: DEFINITIONS['due.rate'] }),
      })
      .optional(),
    position: z.object({ openingMinor: money('position.openingMinor'), closingMinor: money('position.closingMinor') }),
    lines: z.array(Line),
    linesRoot: counted('linesRoot').meta({ pattern: '^0x[0-9a-f]{64}$' }),
  })
  .meta({ id: 'StatementContent', description: 'What was signed. It never changes' })

export const Payment = z.object({ reference: z.string(), recordedAt: TimeOut }).nullable()

const PaymentHash = Hash.nullable()

export const SettlementResponse = z
  .object({
    state: z.enum(['not_on_chain', 'open', 'marked', 'disputed', 'settled', 'nothing']).meta({
      description:
        '`not_on_chain`: the `Clearing` contract has not closed the month yet; `open`: nobody has marked it as paid; `marked`: one side has, or both with other payments; `disputed`: marks wait; `settled`: both sides named the same payment, or nothing was due; `nothing`: no points were counted, so the contract has no position',
    }),
    netMinor: Signed.nullable().meta({
      description: "The position on chain: the statement's legs `redeem` less `issue`, without fee and VAT",
    }),
    isDifferent: z.boolean().meta({ description: 'The chain has another net than the statement: somebody must look' }),
    marks: z
      .object({ partner: PaymentHash, operator: PaymentHash })
      .meta({ description: "keccak256 of the payment's reference that each side marked last" }),
    disputeUntil: TimeOut.nullable().meta({
      description: 'Until when the partner can dispute it; null before the contract has closed the month',
    }),
    disputedAt: TimeOut.nullable(),
    disputeReason: z
      .string()
      .nullable()
      .meta({ description: 'As the partner wrote it here; null where it is not disputed, or was disputed elsewhere' }),
    disputeOutcome: z
      .string()
      .nullable()
      .meta({ description: 'What was agreed in the last dispute of it that the operator ended; null without one' }),
    approval: ApprovalOrNull.meta({
      description: 'What one person of the partner asked for, until another approves or rejects it, or it expires',
    }),
    lastAct: z
      .object({
        kind: z.enum(['confirmation', 'dispute', 'withdrawal', 'resolution']),
        state: z.enum(['requested', 'sent', 'done', 'failed']).meta({
          description:
            '`requested`: the signature is awaited; `sent`: on its way to the chain; `done`: there, and final; `failed`: it came to nothing',
        }),
        text: z.string().nullable().meta({ description: "The payment's reference, the reason or the outcome" }),
        failedReason: z.string().nullable(),
        requestedAt: TimeOut,
      })
      .nullable()
      .meta({ description: 'What was last asked for here' }),
  })
  .meta({ id: 'Settlement', description: 'What the `Clearing` contract has of a statement' })

export const StatementResponse = z
  .object({
    statement: StatementContent,
    signer: HexOut.meta({ description: "The operator's key" }),
    signature: HexOut.meta({
      description:
        'EIP-712, domain `Entente Statement` 1: `Statement(string number,uint32 partnerId,uint32 month,string currency,int256 payableMinor,bytes32 linesRoot,bytes32 documentHash)`; `documentHash` is the keccak256 of `statement` by RFC 8785',
    }),
    issuedAt: TimeOut,
    payment: Payment,
    settlement: SettlementResponse,
    definitions: z.record(z.string(), z.string()).meta({ description: 'What each figure means, by its place' }),
  })
  .meta({ id: 'Statement' })

export const StatementSummaryResponse = z
  .object({
    partnerId: PartnerNumber,
    month: MonthOut,
    number: z.string().meta({ example: 'ENT-1-2026-11' }),
    payableMinor: Signed.meta({ description: 'Positive: the operator pays the partner' }),
    currency: CurrencyOut.meta({ description: 'The clearing currency, which `payableMinor` is in' }),
    due: z
      .object({ currency: CurrencyOut, payableMinor: Signed })
      .meta({ description: 'The same in the currency in which the partner settles: what is paid' }),
    issuedAt: TimeOut,
    payment: Payment,
    settlement: SettlementResponse,
  })
  .meta({ id: 'StatementSummary' })

const MONTHS_MAX = 100_000

/** Lists that are ordered by month. */
export const BY_MONTH: PlaceCodec<number> = {
  read: z.tuple([z.int().min(0).max(MONTHS_MAX)]).transform(([month]) => month),
  write: (month) => [month],
}

export const STATEMENTS = listOf({ name: 'Statements', item: StatementSummaryResponse, place: BY_MONTH })
export const OWN_STATEMENTS = listOf({ name: 'OwnStatements', item: StatementSummaryResponse, place: BY_MONTH })

export const StatementsQuery = z.strictObject(STATEMENTS.query)
export const OwnStatementsQuery = z.strictObject(OWN_STATEMENTS.query)

export const StatementQuery = z.strictObject({
  format: z
    .enum(['json', 'csv', 'pdf'])
    .default('json')
    .meta({ description: 'A table for spreadsheets, or a page to file' }),
})

export const ClosedMonthResponse = z
  .object({
    month: MonthOut,
    issued: z.int().meta({ description: 'Statements that were issued now' }),
    before: z.int().meta({ description: 'Statements that were there, and stay as they are' }),
    waiting: z
      .array(
        z.object({
          partnerId: PartnerNumber,
          currency: CurrencyOut,
          month: MonthOut.meta({ description: 'Whose rate is missing, or whose statement has to come first' }),
        }),
      )
      .meta({ description: 'Statements that cannot be made: import the rate, and close the month again' }),
  })
  .meta({ id: 'ClosedMonth' })

export const ConfirmationBody = z
  .strictObject({
    reference: text(REFERENCE_LENGTH_MAX).meta({
      description:
        "The payment's reference, letter by letter as the operator recorded it (`payment.reference` of the statement)",
      example: 'BOOK-4711',
    }),
  })
  .meta({ id: 'ConfirmStatement' })

export const DisputeBody = z
  .strictObject({
    reason: text(DISPUTE_TEXT_LENGTH_MAX).meta({
      description: 'Kept by this server; on chain is its keccak256',
      example: 'The returns of 14 November are missing.',
    }),
  })
  .meta({ id: 'DisputeStatement' })

export const ResolutionBody = z
  .strictObject({
    outcome: text(DISPUTE_TEXT_LENGTH_MAX).meta({
      description: 'What was agreed. Kept by this server; on chain is its keccak256',
      example: 'Booked in December.',
    }),
  })
  .meta({ id: 'ResolveDispute' })

const DisputeResponse = z
  .object({
    partnerId: PartnerNumber,
    month: MonthOut,
    netMinor: Signed.meta({ description: 'The position on chain. Positive: the operator pays the partner' }),
    disputedAt: TimeOut,
    reason: z.string().nullable().meta({ description: 'Null: disputed elsewhere, with the key of the partner' }),
    reasonHash: Hash,
  })
  .meta({ id: 'Dispute' })

export const DisputesResponse = wholeListOf('Disputes', DisputeResponse)

export const StatementPaymentBody = z
  .strictObject({
    reference: text(REFERENCE_LENGTH_MAX).meta({
      description: "The bank's, for whoever looks it up",
      example: 'BOOK-4711',
    }),
  })
  .meta({ id: 'RecordStatementPayment' })
