import { dayText } from '../utc-days.ts'
import { type BankDetails, sepaText } from './bank-details.ts'
import type { Statement } from './statement.ts'

/** Whom a statement is about: a partner by its number, or a charity by its id. */
export type Payee =
  { readonly kind: 'partner'; readonly id: number } | { readonly kind: 'charity'; readonly id: string }

/** The name under which bank details of a payee are kept. */
export function payeeKey({ kind, id }: Payee): string {
  return `${kind} ${String(id)}`
}

/** What of a statement a payment needs. */
export type PayableStatement = Pick<Statement, 'number' | 'month' | 'currency'> & {
  readonly payee: Payee
  readonly totals: Pick<Statement['totals'], 'payableMinor'>
}

/** One transfer: what the operator owes for one statement. */
export interface Payment {
  /** The statement's number: banks carry it from end to end, and bank statements name it. */
  readonly endToEndId: string
  readonly amountMinor: bigint
  readonly creditor: BankDetails
  readonly remittance: string
}

/** A payment file before it is written: one debtor, one day, euros. */
export interface PaymentOrder {
  readonly messageId: string
  readonly createdAt: Date
  /** The day in UTC on which the bank is asked to pay. */
  readonly payOn: Date
  readonly debtor: BankDetails
  readonly payments: readonly Payment[]
  /** What all payments come to. */
  readonly totalMinor: bigint
}

/** A statement that is in no payment file, and why. */
export interface LeftOut {
  readonly statementNumber: string
  readonly payee: Payee
  readonly reason: LeftOutReason
}

export type LeftOutReason =
  'partner_pays' | 'given_back' | 'nothing_due' | 'paid_already' | 'other_currency' | 'no_bank_details'

/** Why no payment file can be written at all. */
export type OrderFault =
  | { readonly fault: 'message_id_invalid' }
  | { readonly fault: 'pay_day_past' }
  | { readonly fault: 'statement_number_invalid'; readonly statementNumber: string }
  | { readonly fault: 'statement_twice'; readonly statementNumber: string }
  | { readonly fault: 'amount_too_large'; readonly statementNumber: string }
  | { readonly fault: 'payments_too_many' }
  | { readonly fault: 'total_too_large' }
  | { readonly fault: 'nothing_to_pay' }

export type PlannedOrder =
  | { readonly kind: 'order'; readonly order: PaymentOrder; readonly leftOut: readonly LeftOut[] }
  | { readonly kind: 'refused'; readonly fault: OrderFault; readonly leftOut: readonly LeftOut[] }

/** SEPA transfers are in euros: for other currencies there is no payment file, the bank must be told otherwise. */
export const PAYMENT_CURRENCY = 'EUR'
/** Characters of an end-to-end id, by ISO 20022. */
export const END_TO_END_ID_MAX = 35
/** Characters of a message id: the ids of its parts, which are longer, have 35 at most. */
export const MESSAGE_ID_MAX = 25
/** What one transfer may carry, by the rules of SEPA. */
export const PAYMENT_MINOR_MAX = 99_999_999_999n
/** With these two the control sum is exact, although the library that writes the file adds floats. */
export const PAYMENTS_PER_FILE_MAX = 1000
export const FILE_MINOR_MAX = 999_999_999_999n

/** Tells whether a text can name a payment from end to end: characters that every bank carries, no slash first, none doubled. */
export function isEndToEndId(text: string): boolean {
  return isSepaId(text, END_TO_END_ID_MAX)
}

function isSepaId(text: string, charactersMax: number): boolean {
  if (text.length < 1 || text.length > charactersMax) return false
  if (!/^[A-Za-z0-9/\-?:().,'+ ]+$/.test(text) || text !== text.trim()) return false
  return !text.startsWith('/') && !text.endsWith('/') && !text.includes('//')
}

/**
 * Sorts statements into what is paid and what is not. Payments are in the order of the statements' numbers, so that the same
 * statements give the same file, however they are listed.
 */
export function planPayments(
  statements: readonly PayableStatement[],
  terms: {
    readonly messageId: string
    readonly createdAt: Date
    readonly payOn: Date
    readonly debtor: BankDetails
    /** By `payeeKey`. */
    readonly accounts: ReadonlyMap<string, BankDetails>
    /** Numbers of statements that were paid, be it in part, or are in an earlier file. */
    readonly paid: ReadonlySet<string>
  },
): PlannedOrder {
  const leftOut: LeftOut[] = []
  const payments: Payment[] = []
  const sorted = statements.toSorted((one, other) => (one.number < other.number ? -1 : 1))
  for (const statement of sorted) {
    const reason = reasonToLeaveOut(statement, terms)
    const creditor = terms.accounts.get(payeeKey(statement.payee))
    if (reason !== null) leftOut.push({ statementNumber: statement.number, payee: statement.payee, reason })
    else if (creditor !== undefined) payments.push(paymentOf(statement, creditor))
  }
  const totalMinor = payments.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)
  const { messageId, createdAt, payOn, debtor } = terms
  const order = { messageId, createdAt, payOn, debtor, payments, totalMinor }
  const fault = faultOfNumbers(sorted) ?? faultOf(order)
  return fault === null ? { kind: 'order', order, leftOut } : { kind: 'refused', fault, leftOut }
}

function reasonToLeaveOut(
  { number, currency, payee, totals: { payableMinor } }: PayableStatement,
  { accounts, paid }: { accounts: ReadonlyMap<string, BankDetails>; paid: ReadonlySet<string> },
): LeftOutReason | null {
  if (payableMinor < 0n) return payee.kind === 'partner' ? 'partner_pays' : 'given_back'
  if (payableMinor === 0n) return 'nothing_due'
  if (paid.has(number)) return 'paid_already'
  if (currency !== PAYMENT_CURRENCY) return 'other_currency'
  return accounts.has(payeeKey(payee)) ? null : 'no_bank_details'
}

function paymentOf({ number, month, totals }: PayableStatement, creditor: BankDetails): Payment {
  // The number comes first: what is cut off by a bank on the way is the end.
  return {
    endToEndId: number,
    amountMinor: totals.payableMinor,
    creditor,
    remittance: sepaText(`${number} clearing ${month}`),
  }
}

function faultOfNumbers(sorted: readonly PayableStatement[]): OrderFault | null {
  for (const [at, { number }] of sorted.entries()) {
    if (!isEndToEndId(number)) return { fault: 'statement_number_invalid', statementNumber: number }
    if (sorted[at - 1]?.number === number) return { fault: 'statement_twice', statementNumber: number }
  }
  return null
}

function faultOf({ messageId, createdAt, payOn, payments, totalMinor }: PaymentOrder): OrderFault | null {
  if (!isSepaId(messageId, MESSAGE_ID_MAX)) return { fault: 'message_id_invalid' }
  if (dayText(payOn) < dayText(createdAt)) return { fault: 'pay_day_past' }
  const tooLarge = payments.find(({ amountMinor }) => amountMinor > PAYMENT_MINOR_MAX)
  if (tooLarge !== undefined) return { fault: 'amount_too_large', statementNumber: tooLarge.endToEndId }
  if (payments.length === 0) return { fault: 'nothing_to_pay' }
  if (payments.length > PAYMENTS_PER_FILE_MAX) return { fault: 'payments_too_many' }
  return totalMinor > FILE_MINOR_MAX ? { fault: 'total_too_large' } : null
}

/** Why a statement is in no payment file, in a sentence. */
export const LEFT_OUT_SENTENCES: Readonly<Record<LeftOutReason, string>> = {
  partner_pays: 'The partner owes this amount: wait for its payment.',
  given_back: 'Members were given back more points than they gave: nothing is to be paid.',
  nothing_due: 'Nothing is due.',
  paid_already: 'It was paid, at least in part, or is in an earlier payment file.',
  other_currency: 'A SEPA transfer is in euros only: pay this statement from an account in its currency.',
  no_bank_details: 'The bank details are missing.',
}

/** Why there is no payment file, in a sentence. */
export function describeOrderFault(fault: OrderFault): string {
  switch (fault.fault) {
    case 'message_id_invalid':
      return `A message id has 1 to ${String(MESSAGE_ID_MAX)} letters, digits and / - ? : ( ) . , ' +, without a slash at either end.`
    case 'pay_day_past':
      return 'The day of payment is before the day on which the file is written.'
    case 'statement_number_invalid':
      return `"${fault.statementNumber}" cannot be an end-to-end id: it has 1 to ${String(END_TO_END_ID_MAX)} letters, digits and / - ? : ( ) . , ' +.`
    case 'statement_twice':
      return `Statement ${fault.statementNumber} was given twice.`
    case 'amount_too_large':
      return `Statement ${fault.statementNumber} is above what one SEPA transfer may carry.`
    case 'payments_too_many':
      return `A file has at most ${String(PAYMENTS_PER_FILE_MAX)} payments: give fewer statements.`
    case 'total_too_large':
      return 'The payments come to more than one file may carry: give fewer statements.'
    case 'nothing_to_pay':
      return 'None of these statements is to be paid.'
  }
}
