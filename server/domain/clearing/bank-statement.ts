import { minorDigits } from '../currencies.ts'

/** Which way money went, from the account's owner: `in` is a credit, `out` a debit. */
export type Direction = 'in' | 'out'

/** A statement of an account, as a bank sent it: one page of it, where it has several. */
export interface BankStatement {
  readonly statementId: string
  /** The page within the statement; 1 where the bank does not number pages. */
  readonly page: number
  /** An IBAN without spaces, or the number that the bank has for the account. */
  readonly account: string
  readonly transactions: readonly BankTransaction[]
}

/** One movement of money: an entry of the statement, or one of the transactions that the bank booked together. */
export interface BankTransaction {
  /** Where it is in its statement, from 1 on: entry, and transaction of the entry. */
  readonly entry: number
  readonly transaction: number
  readonly direction: Direction
  /** It takes back an earlier movement, which went the other way. */
  readonly isReversal: boolean
  /** False while the bank only announces it. */
  readonly isBooked: boolean
  /** As the bank wrote it, in the account's currency; null where the bank gives no amount of a part of a batch. */
  readonly amount: string | null
  readonly currency: string
  /** The day of booking, such as 2026-12-03; null where the bank gives none. */
  readonly bookedOn: string | null
  /** Null where there is none, or the bank says that none was provided. */
  readonly endToEndId: string | null
  /** Lines of text and references that came with the payment. */
  readonly remittance: readonly string[]
  /** The other side's name and account, where the bank gives them. */
  readonly counterparty: string | null
  readonly counterpartyAccount: string | null
  /** Why the movement cannot be taken as it stands; null where it can. */
  readonly doubt: BankDoubt | null
}

/** `parts_missing`: several payments booked in one sum, without saying which. `parts_differ`: they do not add up to that sum. */
export type BankDoubt = 'parts_missing' | 'parts_differ'

/** Why a file is no bank statement that can be read. */
export type BankFileFault =
  | 'too_large'
  | 'not_utf8'
  | 'has_doctype'
  | 'not_xml'
  | 'not_camt_053'
  | 'version_unsupported'
  | 'statements_too_many'
  | 'transactions_too_many'
  | 'incomplete'

/** Bytes of a file, statements in it, and transactions in them all. Tested on both sides. */
export const BANK_FILE_BYTES_MAX = 5_000_000
export const BANK_STATEMENTS_MAX = 100
export const BANK_TRANSACTIONS_MAX = 10_000
/** Versions of camt.053 that are read. */
export const CAMT_VERSION_MIN = 2
export const CAMT_VERSION_MAX = 8

export type ReadBankFile =
  | { readonly kind: 'read'; readonly version: number; readonly statements: readonly BankStatement[] }
  | { readonly kind: 'refused'; readonly fault: BankFileFault; readonly detail: string | null }

/** Why a file was not read, in a sentence. */
export const BANK_FILE_SENTENCES: Readonly<Record<BankFileFault, string>> = {
  too_large: `The file has more than ${String(BANK_FILE_BYTES_MAX)} bytes: ask the bank for a shorter period.`,
  not_utf8: 'The file is not in UTF-8.',
  has_doctype: 'The file declares a document type or entities, which no bank statement does: it is not read.',
  not_xml: 'The file is not well-formed XML.',
  not_camt_053: 'The file is no camt.053 bank statement.',
  version_unsupported: `The file is a camt.053 of another version than ${String(CAMT_VERSION_MIN)} to ${String(CAMT_VERSION_MAX)}.`,
  statements_too_many: `The file has more than ${String(BANK_STATEMENTS_MAX)} statements.`,
  transactions_too_many: `The file has more than ${String(BANK_TRANSACTIONS_MAX)} transactions.`,
  incomplete: 'The file lacks what every bank statement has.',
}

const AMOUNT_DIGITS_MAX = 18

/**
 * An amount of a bank in minor units, exactly. ISO 20022 allows five digits after the point: more of them than the currency
 * has are right only if they are zeros. Null for what is no whole number of minor units, or no amount at all.
 */
export function minorOfDecimal(text: string, currency: string): bigint | null {
  const [, whole, fraction = ''] = /^(\d+)(?:\.(\d*))?$/.exec(text) ?? []
  if (whole === undefined || whole.length + fraction.length > AMOUNT_DIGITS_MAX) return null
  const digits = minorDigits(currency)
  const kept = fraction.slice(0, digits).padEnd(digits, '0')
  return /[^0]/.test(fraction.slice(digits)) ? null : BigInt(whole + kept)
}

/** Names a page of a statement: what is sent again under this name is the same, or is wrong. */
export function bankStatementKey({
  account,
  statementId,
  page,
}: Pick<BankStatement, 'account' | 'statementId' | 'page'>): string {
  return `${account} ${statementId} ${String(page)}`
}

/** What a statement says, in one text to be hashed: equal where a bank sends the same again in another file. */
export function bankStatementContent({ account, statementId, page, transactions }: BankStatement): string {
  const facts = transactions.map((one) => [
    one.entry,
    one.transaction,
    one.direction,
    one.isReversal,
    one.isBooked,
    one.amount,
    one.currency,
    one.bookedOn,
    one.endToEndId,
    one.remittance,
    one.counterparty,
    one.counterpartyAccount,
    one.doubt,
  ])
  return JSON.stringify([account, statementId, page, facts])
}
