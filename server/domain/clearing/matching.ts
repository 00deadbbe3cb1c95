import {
  type BankDoubt,
  bankStatementContent,
  bankStatementKey,
  type BankStatement,
  type BankTransaction,
  type Direction,
  minorOfDecimal,
} from './bank-statement.ts'
import type { PayableStatement } from './payment-file.ts'

/** What a bank's transaction did to the payment of a statement. */
export interface BankPayment {
  readonly statementNumber: string
  /** Positive: paid as it should be. Negative: a payment that came back. */
  readonly paidMinor: bigint
  readonly matchedBy: 'end_to_end_id' | 'remittance'
  readonly source: BankSource
  readonly bookedOn: string | null
  readonly counterparty: string | null
  readonly counterpartyAccount: string | null
}

/** Where in which bank statement a transaction is. */
export interface BankSource {
  readonly account: string
  readonly statementId: string
  readonly page: number
  readonly entry: number
  readonly transaction: number
}

/** A transaction that pays nothing that is known here, and why. */
export interface UnmatchedTransaction {
  readonly reason: UnmatchedReason
  readonly source: BankSource
  /** The statement that it names; null where it names none. */
  readonly statementNumber: string | null
  readonly direction: Direction
  readonly isReversal: boolean
  readonly amount: string | null
  readonly currency: string
  readonly bookedOn: string | null
  readonly counterparty: string | null
  readonly remittance: readonly string[]
}

export type UnmatchedReason =
  | 'pending'
  | BankDoubt
  | 'no_statement_named'
  | 'several_statements_named'
  | 'other_currency'
  | 'amount_not_whole'
  | 'other_direction'
  | 'nothing_to_take_back'

/** Statements of a file that were not looked into, and why. */
export interface SkippedBankStatement {
  readonly reason: 'other_account' | 'imported_already' | 'differs_from_imported'
  readonly account: string
  readonly statementId: string
  readonly page: number
}

export type PaymentState = 'unpaid' | 'partly_paid' | 'paid' | 'overpaid'

/** How a statement of the ledger stands, with all that was ever imported. */
export interface PaymentStanding {
  readonly statementNumber: string
  /** `in`: the partner pays the operator. */
  readonly direction: Direction
  readonly currency: string
  readonly dueMinor: bigint
  readonly paidMinor: bigint
  /** What is left to pay; negative where too much was paid. */
  readonly openMinor: bigint
  readonly state: PaymentState
}

/** Bank statements that were imported before: their keys, with the hash of what they said. */
export type ImportedStatements = ReadonlyMap<string, string>

/** What an import adds, and what it cannot place. Importing the same again adds nothing. */
export interface MatchedImport {
  readonly imported: readonly { readonly key: string; readonly contentHash: string }[]
  readonly payments: readonly BankPayment[]
  readonly unmatched: readonly UnmatchedTransaction[]
  readonly skipped: readonly SkippedBankStatement[]
}

/** Matches the statements of a bank with those of the ledger. The hash function is given, since this folder imports none. */
export function matchBankStatements(
  bankStatements: readonly BankStatement[],
  known: {
    readonly statements: readonly PayableStatement[]
    /** The operator's accounts, as IBANs without spaces. */
    readonly accounts: ReadonlySet<string>
    readonly imported: ImportedStatements
    readonly payments: readonly BankPayment[]
    readonly hash: (text: string) => string
  },
): MatchedImport {
  const seen = new Map(known.imported)
  const imported = []
  const skipped: SkippedBankStatement[] = []
  const payments: BankPayment[] = []
  const unmatched = new Map<string, UnmatchedTransaction>()
  const names = new NameFinder(known.statements)
  const paid = sumByStatement(known.payments)
  const placed = new Set(known.payments.map(({ source }) => bankSourceKey(source)))
  for (const one of bankStatements) {
    const key = bankStatementKey(one)
    const contentHash = known.hash(bankStatementContent(one))
    const before = seen.get(key)
    const reason = reasonToSkip(one, { before, contentHash, accounts: known.accounts })
    if (reason !== null) {
      skipped.push({ reason, account: one.account, statementId: one.statementId, page: one.page })
      continue
    }
    seen.set(key, contentHash)
    const placedBefore = placed.size
    // A payment that comes back may stand before the one that it takes back: they are looked at last.
    for (const transaction of one.transactions.toSorted((a, b) => Number(a.isReversal) - Number(b.isReversal))) {
      const source = sourceOf(one, transaction)
      if (placed.has(bankSourceKey(source))) continue
      const outcome = matchTransaction(transaction, { source, names, paid })
      if ('reason' in outcome) unmatched.set(bankSourceKey(source), outcome)
      else {
        placed.add(bankSourceKey(source))
        payments.push(outcome)
        paid.set(outcome.statementNumber, (paid.get(outcome.statementNumber) ?? 0n) + outcome.paidMinor)
      }
    }
    // Imported before, but perhaps without the ledger's statement that it pays: what was left is tried again.
    if (before === undefined || placed.size > placedBefore) imported.push({ key, contentHash })
    else
      skipped.push({ reason: 'imported_already', account: one.account, statementId: one.statementId, page: one.page })
  }
  return { imported, payments, unmatched: [...unmatched.values()], skipped }
}

/** Names a transaction of a bank: it pays a statement once, however often it is imported. */
export function bankSourceKey(source: BankSource): string {
  return `${bankStatementKey(source)} ${String(source.entry)}.${String(source.transaction)}`
}

function sourceOf({ account, statementId, page }: BankStatement, { entry, transaction }: BankTransaction): BankSource {
  return { account, statementId, page, entry, transaction }
}

function reasonToSkip(
  { account }: BankStatement,
  { before, contentHash, accounts }: { before: string | undefined; contentHash: string; accounts: ReadonlySet<string> },
): SkippedBankStatement['reason'] | null {
  if (!accounts.has(account)) return 'other_account'
  return before === undefined || before === contentHash ? null : 'differs_from_imported'
}

interface Named {
  readonly statement: PayableStatement
  readonly matchedBy: BankPayment['matchedBy']
}

function matchTransaction(
  transaction: BankTransaction,
  { source, names, paid }: { source: BankSource; names: NameFinder; paid: ReadonlyMap<string, bigint> },
): BankPayment | UnmatchedTransaction {
  const { direction, isReversal, amount, currency } = transaction
  const { bookedOn, counterparty, counterpartyAccount, remittance } = transaction
  const without = (reason: UnmatchedReason, statementNumber: string | null): UnmatchedTransaction => ({
    ...{ reason, source, statementNumber, direction, isReversal, amount, currency, bookedOn, counterparty, remittance },
  })
  if (!transaction.isBooked) return without('pending', null)
  const named = names.find(transaction)
  if (named === 'several') return without('several_statements_named', null)
  const statementNumber = named?.statement.number ?? null
  if (transaction.doubt !== null) return without(transaction.doubt, statementNumber)
  if (named === null) return without('no_statement_named', null)
  const { statement, matchedBy } = named
  if (currency !== statement.currency) return without('other_currency', statement.number)
  const minor = amount === null ? null : minorOfDecimal(amount, currency)
  if (minor === null) return without('amount_not_whole', statement.number)
  // A payment that comes back goes the other way.
  if ((direction === dueDirection(statement)) === isReversal) return without('other_direction', statement.number)
  if (isReversal && (paid.get(statement.number) ?? 0n) < minor) return without('nothing_to_take_back', statement.number)
  const paidMinor = isReversal ? -minor : minor
  return {
    statementNumber: statement.number,
    paidMinor,
    matchedBy,
    source,
    bookedOn,
    counterparty,
    counterpartyAccount,
  }
}

function dueDirection({ totals }: PayableStatement): Direction {
  return totals.payableMinor < 0n ? 'in' : 'out'
}

function sumByStatement(payments: readonly BankPayment[]): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const { statementNumber, paidMinor } of payments)
    sums.set(statementNumber, (sums.get(statementNumber) ?? 0n) + paidMinor)
  return sums
}

/** Finds the statement that a transaction names: by its end-to-end id, else in the text that came with it. */
class NameFinder {
  readonly #byNumber: ReadonlyMap<string, PayableStatement>
  readonly #sought: readonly { readonly statement: PayableStatement; readonly word: RegExp; readonly broken: RegExp }[]

  constructor(statements: readonly PayableStatement[]) {
    this.#byNumber = new Map(statements.map((one) => [one.number, one]))
    this.#sought = statements.map((statement) => {
      const signs = Array.from(statement.number, (sign) => sign.replaceAll(/[^A-Za-z0-9 ]/g, '\\$&'))
      return { statement, word: asWord(signs.join('')), broken: asWord(signs.join('\\s*')) }
    })
  }

  find({ endToEndId, remittance }: BankTransaction): Named | 'several' | null {
    const statement = endToEndId === null ? undefined : this.#byNumber.get(endToEndId)
    if (statement !== undefined) return { statement, matchedBy: 'end_to_end_id' }
    if (remittance.length === 0) return null
    const text = remittance.join(' ')
    const named = this.#sought.filter(({ word }) => word.test(text))
    // Banks break lines where they like, also within a number.
    const found = named.length > 0 ? named : this.#sought.filter(({ broken }) => broken.test(text))
    if (found.length > 1) return 'several'
    const [one] = found
    return one === undefined ? null : { statement: one.statement, matchedBy: 'remittance' }
  }
}

/** A number as a word of its own: CL-1 is not in CL-12. */
function asWord(pattern: string): RegExp {
  return new RegExp(`(?<![A-Z0-9])${pattern}(?![A-Z0-9])`, 'i')
}

/** How each statement stands after all payments that are known. Those that come to nothing need no payment. */
export function standingsOf(
  statements: readonly PayableStatement[],
  payments: readonly BankPayment[],
): PaymentStanding[] {
  const paid = sumByStatement(payments)
  return statements.map((statement) => {
    const { payableMinor } = statement.totals
    const dueMinor = payableMinor < 0n ? -payableMinor : payableMinor
    const paidMinor = paid.get(statement.number) ?? 0n
    const openMinor = dueMinor - paidMinor
    const { number: statementNumber, currency } = statement
    const state = stateOf({ dueMinor, paidMinor })
    return { statementNumber, direction: dueDirection(statement), currency, dueMinor, paidMinor, openMinor, state }
  })
}

function stateOf({ dueMinor, paidMinor }: { dueMinor: bigint; paidMinor: bigint }): PaymentState {
  if (paidMinor > dueMinor) return 'overpaid'
  if (paidMinor === dueMinor) return 'paid'
  return paidMinor > 0n ? 'partly_paid' : 'unpaid'
}

/** Why a transaction was not matched, in a sentence. */
export const UNMATCHED_SENTENCES: Readonly<Record<UnmatchedReason, string>> = {
  pending: 'The bank announces it, but has not booked it.',
  parts_missing:
    'The bank booked several payments in one sum, and does not say what each came to: ask it for the details.',
  parts_differ: 'The parts of the booking do not add up to its amount.',
  no_statement_named: 'It names no statement.',
  several_statements_named: 'It names several statements: divide it by hand.',
  other_currency: "It is in another currency than the statement's.",
  amount_not_whole: 'Its amount is no whole number of minor units.',
  other_direction: 'The money went the other way than the statement asks for.',
  nothing_to_take_back: 'It takes back more than was paid for the statement.',
}

/** Why a statement of a bank was skipped, in a sentence. */
export const SKIPPED_SENTENCES: Readonly<Record<SkippedBankStatement['reason'], string>> = {
  other_account: "It is of an account that is not the coalition's.",
  imported_already: 'It was imported before: nothing is counted twice, and nothing more of it could be placed.',
  differs_from_imported:
    'It was imported before with other content: nothing of it is counted. Ask the bank which one is right.',
}
