import { existsSync, readFileSync } from 'node:fs'

import { z } from 'zod'

import { type BankDetails, faultOfBankDetails, withoutSpaces } from '../server/domain/clearing/bank-details.ts'
import type { InvoicedStatement, InvoiceParty } from '../server/domain/clearing/invoice.ts'
import type { PayableStatement, Payee } from '../server/domain/clearing/payment-file.ts'
import { MICROS } from '../server/domain/clearing/prices.ts'
import {
  type Leg,
  type LegKind,
  STATEMENT_FORMATS,
  VAT_TREATMENTS,
  type VatTreatment,
} from '../server/domain/clearing/statement.ts'
import { NO_VAT } from '../server/domain/clearing/vat.ts'
import { isCurrency } from '../server/domain/currencies.ts'
import { StartRefused } from '../server/domain/start-refused.ts'
import { isDay } from '../server/domain/time-zones.ts'

/** What the commands need of a statement, and whether the server has it down as paid. */
export type GivenStatement = PayableStatement & { readonly isRecordedAsPaid: boolean }

/** Who pays and invoices whom. */
export interface Parties {
  readonly operator: Party
  /** By partner number. */
  readonly partners: ReadonlyMap<number, Party>
  /** By the ids of charities: where they are paid. */
  readonly charities: ReadonlyMap<string, BankDetails>
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

const vat = z.object({
  treatment: z.enum(Object.keys(VAT_TREATMENTS) as [VatTreatment, ...VatTreatment[]]),
  rateBasisPoints: z.int().min(0).max(10_000),
})

const legOf = <Kind extends 'issue' | 'redeem' | 'fee'>(kind: Kind) =>
  z.object({
    kind: z.literal(kind),
    payer: Side,
    payee: Side,
    points: Integer,
    priceMicros: Integer,
    exactMicros: Integer,
    grossMinor: Integer,
    vat,
    vatMinor: Integer,
    totalMinor: Integer,
  })

const common = {
  number: z.string(),
  month: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'must be a month such as 2026-11'),
  currency: z.string().refine(isCurrency, 'must be a currency of ISO 4217'),
}

const CharityInput = z.object({
  format: z.literal('entente-charity-statement-1'),
  ...common,
  charity: z.object({ id: z.uuid() }),
  totals: z.object({ payableMinor: Integer }),
})

const StatementInput = z.object({
  format: z.enum(STATEMENT_FORMATS),
  ...common,
  partner: z.object({ id: z.int().min(1), name: z.string() }),
  legs: z.tuple([legOf('issue'), legOf('redeem'), legOf('fee')]),
  totals: z.object({ payableMinor: Integer }),
  /** In what the partner settles; statements before the third format have the clearing currency only. */
  due: z.object({ currency: common.currency, payableMinor: Integer }).optional(),
})

/** As the server hands it out, with its signature, or the statement alone. */
const fileOf = <Input extends z.ZodType>(input: Input) =>
  z.union([
    z.object({ statement: input, payment: z.unknown().optional() }),
    input.transform((statement) => ({ statement, payment: null })),
  ])

/** A prepaid pack as the server hands it out, read as a statement that the partner pays and that has one supply. */
const PackFile = z
  .object({
    packNumber: z.int().min(1),
    number: z.string(),
    partnerId: z.int().min(1),
    startsOn: z.string().refine(isDay, 'must be a day such as 2027-01-01'),
    currency: common.currency,
    points: Integer,
    priceMinor: Integer,
    vat,
    vatMinor: Integer,
    payableMinor: Integer,
    payment: z.unknown(),
  })
  .transform(({ packNumber: _, partnerId, startsOn, points, priceMinor, payableMinor, payment, ...pack }) => ({
    payment: payment ?? null,
    statement: {
      number: pack.number,
      month: startsOn.slice(0, 'YYYY-MM'.length),
      currency: pack.currency,
      partner: { id: partnerId },
      supply: `Prepaid pack of ${String(points)} loyalty points`,
      legs: [
        legOfPack('issue', {
          grossMinor: priceMinor,
          vat: pack.vat,
          vatMinor: pack.vatMinor,
          totalMinor: payableMinor,
        }),
        legOfPack('redeem', NOTHING),
        legOfPack('fee', NOTHING),
      ] as const,
      totals: { payableMinor: -payableMinor },
    },
  }))

const NOTHING = { grossMinor: 0n, vat: NO_VAT, vatMinor: 0n, totalMinor: 0n }

function legOfPack<Kind extends LegKind>(
  kind: Kind,
  amounts: Pick<Leg, 'grossMinor' | 'vat' | 'vatMinor' | 'totalMinor'>,
): Leg<Kind> {
  const exactMicros = amounts.grossMinor * MICROS
  return { kind, payer: 'partner', payee: 'operator', points: 0n, priceMicros: 0n, exactMicros, ...amounts }
}

const InvoicedFile = z.union([fileOf(StatementInput), PackFile])
const PayableFile = z.union([fileOf(z.discriminatedUnion('format', [StatementInput, CharityInput])), PackFile])

/** Reads statements of partners and charities, and packs, that the server handed out as JSON: what is paid, in the currency in which it is. */
export function readStatements(files: readonly string[]): GivenStatement[] {
  return files.map((file) => {
    const { statement, payment = null } = parseFile(file, PayableFile)
    const { number, month, currency, totals } = statement
    const due = ('due' in statement ? statement.due : undefined) ?? { currency, payableMinor: totals.payableMinor }
    return {
      number,
      month,
      currency: due.currency,
      payee: payeeOf(statement),
      totals: { payableMinor: due.payableMinor },
      isRecordedAsPaid: payment !== null,
    }
  })
}

function payeeOf(statement: z.output<typeof PayableFile>['statement']): Payee {
  return 'charity' in statement
    ? { kind: 'charity', id: statement.charity.id }
    : { kind: 'partner', id: statement.partner.id }
}

/** Reads a partner's statement, whose legs are invoiced, or a pack. */
export function readInvoicedStatement(file: string): InvoicedStatement & { readonly partner: { readonly id: number } } {
  return parseFile(file, InvoicedFile).statement
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
  charities: z.record(z.uuid(), z.strictObject({ bank: Bank })).default({}),
})

/** Reads the file of who is paid where; a mistyped IBAN is refused here, before money goes anywhere. */
export function readParties(file: string): Parties {
  const { operator, partners, charities } = parseFile(file, PartiesInput)
  checkBank(file, 'operator', operator.bank)
  for (const [id, { bank }] of Object.entries(partners)) checkBank(file, `partners.${id}`, bank)
  for (const [id, { bank }] of Object.entries(charities)) checkBank(file, `charities.${id}`, bank)
  return {
    operator,
    partners: new Map(Object.entries(partners).map(([id, party]) => [Number(id), party])),
    charities: new Map(Object.entries(charities).map(([id, { bank }]) => [id, bank])),
  }
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
