import { z } from 'zod'

import { CHARITY_DEFINITIONS } from '../../../domain/clearing/definitions.ts'
import { listOf } from '../pagination.ts'
import { HexOut, NumberOut, PartnerNumber, TimeOut, Uuid } from '../values.ts'
import { MonthOut } from './months.ts'
import { CurrencyOut } from './rates.ts'
import { BY_MONTH, Hash, Payment, Signed } from './statements.ts'

const defined = (figure: keyof typeof CHARITY_DEFINITIONS) => Signed.meta({ description: CHARITY_DEFINITIONS[figure] })
const Number = z.string().meta({ example: 'ENT-C9f21c0b7d3aa-2026-11' })

const Content = z
  .object({
    format: z.literal('entente-charity-statement-1'),
    number: Number,
    coalition: z.string(),
    charity: z.object({ id: Uuid, name: z.string() }),
    month: MonthOut,
    currency: z.string().meta({ example: 'EUR' }),
    minorDigits: z.int(),
    source: z.object({ chainId: z.int(), registry: HexOut, readAtBlock: NumberOut, readAtBlockHash: Hash }),
    partners: z.array(
      z.object({
        id: PartnerNumber,
        name: z.string(),
        points: defined('partners.points'),
        redeemMicros: NumberOut,
        grossMinor: defined('partners.grossMinor'),
      }),
    ),
    totals: z.object({ points: Signed, payableMinor: defined('totals.payableMinor') }),
    position: z.object({
      openingMinor: defined('position.openingMinor'),
      closingMinor: defined('position.closingMinor'),
    }),
    lines: z.array(
      z.object({
        line: z.int(),
        partnerId: PartnerNumber,
        kind: z.enum(['donated', 'restored']),
        points: NumberOut,
        blockNumber: NumberOut,
        transactionHash: Hash,
        orderHash: Hash.meta({ description: "EIP-712 struct hash of the member's order" }),
      }),
    ),
  })
  .meta({ id: 'CharityStatementContent', description: 'What was signed, as it was signed' })

export const CharityStatementResponse = z
  .object({
    statement: Content,
    signer: HexOut.meta({ description: "The operator's key" }),
    signature: HexOut.meta({
      description:
        'EIP-712, domain `Entente Statement` 1: `CharityStatement(string number,string charityId,uint32 month,string currency,int256 payableMinor,bytes32 documentHash)`; `documentHash` is the keccak256 of `statement` by RFC 8785',
    }),
    issuedAt: TimeOut,
    payment: Payment,
    definitions: z.record(z.string(), z.string()).meta({ description: 'What each figure means, by its place' }),
  })
  .meta({ id: 'CharityStatement' })

const CharityStatementSummaryResponse = z
  .object({
    charityId: Uuid,
    month: MonthOut,
    number: Number,
    payableMinor: Signed.meta({ description: 'What the operator owes the charity for the month' }),
    currency: CurrencyOut,
    issuedAt: TimeOut,
    payment: Payment,
  })
  .meta({ id: 'CharityStatementSummary' })

export const CHARITY_STATEMENTS = listOf({
  name: 'CharityStatements',
  item: CharityStatementSummaryResponse,
  place: BY_MONTH,
})

export const CharityStatementsQuery = z.strictObject(CHARITY_STATEMENTS.query)

export const CharityStatementQuery = z.strictObject({
  format: z.enum(['json', 'csv']).default('json').meta({ description: 'CSV: a table for spreadsheets' }),
})
