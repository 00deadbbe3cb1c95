import { existsSync, readFileSync } from 'node:fs'

import { z } from 'zod'

import { type BankDetails, faultOfBankDetails, withoutSpaces } from '../server/domain/clearing/bank-details.ts'
import type { InvoicedStatement, InvoiceParty } from '../server/domain/clearing/invoice.ts'
import type { PayableStatement } from '../server/domain/clearing/payment-file.ts'
import { VAT_TREATMENTS, type VatTreatment } from '../server/domain/clearing/statement.ts'
import { isCurrency } from '../server/domain/currencies.ts'
import { StartRefused } from '../server/domain/start-refused.ts'

/** What the commands need of a statement, and whether the server has it down as paid. */
export type GivenStatement = PayableStatement & InvoicedStatement & { readonly isRecordedAsPaid: boolean }

/** Who pays and invoices whom. */
export interface Parties {
  readonly operator: Party
  /** By partner number. */
  readonly partners: ReadonlyMap<number, Party>
}

interface Party {
  readonly bank: BankDetails | null
  readonly invoice: InvoiceParty | null
}

const Integer = z
  .string()
  .regex(/^-?\d{1,30}$/, 'must be a whole number as text')
  .transform(BigInt)

const Side = z.enum(['partner', 'operator'])

const legOf = <Kind extends 'issue' | 'redeem' | 'fee'>(kind: Kind) =>
  z.object({
    kind: z.literal(kind),
    payer: Side,
    payee: Side,
    points: Integer,
    priceMicros: Integer,
    exactMicros: Integer,
    grossMinor: Integer,
    vat: z.object({
      treatment: z.enum(Object.keys(VAT_TREATMENTS) as [VatTreatment, ...VatTreatment[]]),
      rateBasisPoints: z.int().min(0).max(10_000),
    }),
    vatMinor: Integer,
    totalMinor: Integer,
  })

const StatementInput = z.object({
  format: z.literal('entente-statement-1'),
  number: z.string(),
  month: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'must be a month such as 2026-11'),
  currency: z.string().refine(isCurrency, 'must be a currency of ISO 4217'),
  partner: z.object({ id: z.int().min(1), name: z.string() }),
  legs: z.tuple([legOf('issue'), legOf('redeem'), legOf('fee')]),
  totals: z.object({ payableMinor: Integer }),
})

/** As the server hands it out, with its signature, or the statement alone. */
const StatementFile = z.union([
  z.object({ statement: StatementInput, payment: z.unknown().optional() }),
  StatementInput.transform((statement) => ({ statement, payment: null })),
])

/** Reads statements that `entente clearing statement --json` wrote. */
export function readStatements(files: readonly string[]): GivenStatement[] {
  return files.map((file) => {
    const { statement, payment = null } = parseFile(file, StatementFile)
    return { ...statement, isRecordedAsPaid: payment !== null }
  })
}

const Bank = z.strictObject({
  name: z.string(),
  iban: z.string().transform(withoutSpaces),
  bic: z.string().transform(withoutSpaces).nullable().default(null),
  town: z.string(),
  country: z.string(),
})

const Invoiced = z.strictObject({
  name: z.string(),
  vatId: z.string().nullable().default(null),
  registrationId: z.string().nullable().default(null),
  street: z.string().nullable().default(null),
  postalCode: z.string().nullable().default(null),
  town: z.string(),
  country: z.string(),
})

const PartyInput = z.strictObject({ bank: Bank.nullable().default(null), invoice: Invoiced.nullable().default(null) })
const PartiesInput = z.strictObject({
  operator: PartyInput,
  partners: z.record(z.string().regex(/^[1-9]\d{0,8}$/, 'must be the number of a partner'), PartyInput),
})

/** Reads the file of who is paid where; a mistyped IBAN is refused here, before money goes anywhere. */
export function readParties(file: string): Parties {
  const { operator, partners } = parseFile(file, PartiesInput)
  checkBank(file, 'operator', operator.bank)
  for (const [id, { bank }] of Object.entries(partners)) checkBank(file, `partners.${id}`, bank)
  return { operator, partners: new Map(Object.entries(partners).map(([id, party]) => [Number(id), party])) }
}

function checkBank(file: string, whose: string, bank: BankDetails | null): void {
  const fault = bank === null ? null : faultOfBankDetails(bank)
  if (fault !== null) throw invalid(`${file}: ${whose}.bank.${fault.field} must be ${fault.mustBe}.`)
}

/** The operator's account, which pays and is paid. */
export function operatorBank(parties: Parties, file: string): BankDetails {
  if (parties.operator.bank === null) throw invalid(`${file}: operator.bank is missing.`)
  return parties.operator.bank
}

/** A file that must be there, as bytes. */
export function readInput(file: string): Buffer {
  if (!existsSync(file)) throw invalid(`There is no file ${file}.`)
  return readFileSync(file)
}

/** Something that was given to a command is not what it must be. */
export function invalid(sentence: string, cause?: unknown): StartRefused {
  return new StartRefused('clearing_input_invalid', sentence, cause)
}

function parseFile<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> {
  return parseJson(readInput(file).toString('utf8'), file, schema)
}

/** Reads JSON that must be of a shape; says where it is not. */
export function parseJson<Schema extends z.ZodType>(text: string, where: string, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(jsonOf(text, where))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = issue?.path.join('.') ?? ''
  throw invalid(`${where}: ${path === '' ? '' : `${path}: `}${issue?.message ?? 'it has another shape'}.`)
}

function jsonOf(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw invalid(`${where} is no JSON.`, error)
  }
}
