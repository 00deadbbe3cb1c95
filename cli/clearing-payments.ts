import { createHash } from 'node:crypto'

import { type Command, InvalidArgumentError } from 'commander'

import type { BankDetails } from '../server/domain/clearing/bank-details.ts'
import { BANK_FILE_SENTENCES, type BankStatement, bankStatementKey } from '../server/domain/clearing/bank-statement.ts'
import {
  matchBankStatements,
  type MatchedImport,
  type PaymentStanding,
  SKIPPED_SENTENCES,
  standingsOf,
  UNMATCHED_SENTENCES,
} from '../server/domain/clearing/matching.ts'
import {
  describeOrderFault,
  LEFT_OUT_SENTENCES,
  type LeftOut,
  payeeKey,
  type PaymentOrder,
  planPayments,
} from '../server/domain/clearing/payment-file.ts'
import { decimalOfMinor } from '../server/domain/currencies.ts'
import { StartRefused } from '../server/domain/start-refused.ts'
import { isDay } from '../server/domain/time-zones.ts'
import { dayText } from '../server/domain/utc-days.ts'
import { operatorBank, type Parties, readInput, readParties, readStatements } from './clearing-inputs.ts'
import { appendToRegister, readRegister, statementsNotToPay } from './clearing-register.ts'
import type { Outcome } from './operator-command.ts'
import { formatNumberOf, formatTable, print, printJson } from './terminal.ts'
import { writeOnce } from './write-once.ts'

interface CommonOptions {
  parties: string
  register: string
  json?: boolean
}

interface PaymentsOptions extends CommonOptions {
  messageId: string
  payOn: Date
  out: string
}

/** `entente clearing payments` and `entente clearing import`: what the bank is told, and what it answers. */
export function addClearingPaymentCommands(clearing: Command): void {
  withCommon(
    clearing
      .command('payments')
      .description('Write the payment file (pain.001.001.09) of what partners and charities are owed.'),
  )
    .argument('<statements...>', 'files that clearing statement or clearing charity statement --json wrote')
    .requiredOption('--message-id <id>', 'names the file at the bank; the same id again gives the same file')
    .requiredOption('--pay-on <day>', 'day on which the bank pays, such as 2026-12-03', readDay)
    .requiredOption('--out <file>', 'payment file to write')
    .action(async (files: string[], options: PaymentsOptions) => {
      show(await orderPayments(files, options, new Date()), options)
    })
  withCommon(clearing.command('import').description('Read a bank statement (camt.053), and mark what was paid.'))
    .argument('<file>', 'bank statement, of version 2 to 8')
    .argument(
      '<statements...>',
      'files that clearing statement, clearing charity statement or clearing packs show --json wrote',
    )
    .action(async (file: string, files: string[], options: CommonOptions) => {
      show(await importBankFile(file, files, options, new Date()), options)
    })
}

function withCommon(command: Command): Command {
  return command
    .requiredOption('--parties <file>', 'file with the bank details of the operator and of partners')
    .requiredOption('--register <file>', 'file that keeps what was paid and imported; it only grows')
    .option('--json', 'one JSON object on standard output')
}

function show({ value, text }: Outcome, { json }: { json?: boolean }): void {
  if (json === true) printJson(value)
  else print(text)
}

/** A day in UTC, such as 2026-12-03. */
export function readDay(text: string): Date {
  if (!isDay(text)) throw new InvalidArgumentError('A day is written as 2026-12-03.')
  return new Date(`${text}T00:00:00Z`)
}

const hash = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex')
const money = (minor: bigint, currency: string) => `${decimalOfMinor(minor, currency)} ${currency}`

async function orderPayments(files: readonly string[], options: PaymentsOptions, now: Date): Promise<Outcome> {
  const { messageId, payOn } = options
  const register = readRegister(options.register)
  const parties = readParties(options.parties)
  const statements = readStatements(files)
  const before = register.paymentFiles.get(messageId)
  const paid = statementsNotToPay(register, messageId)
  for (const one of statements) if (one.isRecordedAsPaid) paid.add(one.number)
  const accounts = accountsOf(parties)
  const createdAt = before === undefined ? now : new Date(before.createdAt)
  const debtor = operatorBank(parties, options.parties)
  const planned = planPayments(statements, { messageId, createdAt, payOn, debtor, accounts, paid })
  if (planned.kind === 'refused') throw refusedOrder(describeOrderFault(planned.fault), planned.leftOut)
  const { order, leftOut } = planned
  const { writePaymentFile } = await import('../server/actions/payments/write-payment-file.ts') // its library, which other commands do not need
  const text = writePaymentFile(order)
  const fileHash = hash(text)
  if (before !== undefined && before.fileHash !== fileHash)
    throw refusedOrder(`Message id ${messageId} names another payment file: take a new one.`, leftOut)
  if (before === undefined)
    appendToRegister(options.register, {
      kind: 'payment_file',
      recordedAt: now.toISOString(),
      messageId,
      createdAt: createdAt.toISOString(),
      payOn: dayText(payOn),
      fileHash,
      statements: order.payments.map(({ endToEndId }) => endToEndId),
    })
  // After the register: stopped in between, the same command writes the same file.
  writeOnce(options.out, text)
  return outcomeOfOrder(order, { leftOut, file: options.out, fileHash })
}

function accountsOf({ partners, charities }: Parties): ReadonlyMap<string, BankDetails> {
  const ofPartners = [...partners].flatMap(([id, { bank }]) =>
    bank === null ? [] : [[payeeKey({ kind: 'partner', id }), bank] as const],
  )
  const ofCharities = [...charities].map(([id, bank]) => [payeeKey({ kind: 'charity', id }), bank] as const)
  return new Map([...ofPartners, ...ofCharities])
}

function refusedOrder(sentence: string, leftOut: readonly LeftOut[]): StartRefused {
  const lines = leftOut.map(({ statementNumber, reason }) => `${statementNumber}: ${LEFT_OUT_SENTENCES[reason]}`)
  return new StartRefused('payment_file_refused', [sentence, ...lines].join('\n'))
}

function outcomeOfOrder(
  { messageId, payOn, payments, totalMinor }: PaymentOrder,
  { leftOut, file, fileHash }: { leftOut: readonly LeftOut[]; file: string; fileHash: string },
): Outcome {
  const rows = payments.map(({ endToEndId, amountMinor, creditor }) => [
    endToEndId,
    creditor.name,
    creditor.iban,
    money(amountMinor, 'EUR'),
  ])
  const left = leftOut.map(({ statementNumber, reason }) => `${statementNumber}: ${LEFT_OUT_SENTENCES[reason]}`)
  const head = `${file}: ${formatNumberOf(payments.length, 'payment')} of ${money(totalMinor, 'EUR')} on ${dayText(payOn)}.`
  const paid = payments.map(({ endToEndId, amountMinor, creditor }) => ({
    endToEndId,
    amountMinor,
    iban: creditor.iban,
  }))
  return {
    value: { messageId, payOn: dayText(payOn), file, fileHash, totalMinor, payments: paid, leftOut },
    text: [head, formatTable(['statement', 'to', 'IBAN', 'amount'], rows), ...left].join('\n'),
  }
}

async function importBankFile(
  file: string,
  files: readonly string[],
  options: CommonOptions,
  now: Date,
): Promise<Outcome> {
  const bytes = readInput(file)
  const { readBankFile } = await import('../server/actions/payments/read-bank-file.ts') // as well
  const read = readBankFile(bytes)
  if (read.kind === 'refused') {
    const detail = read.detail === null ? '' : ` (${read.detail})`
    throw new StartRefused('bank_file_refused', `${file}: ${BANK_FILE_SENTENCES[read.fault]}${detail}`)
  }
  const register = readRegister(options.register)
  const statements = readStatements(files)
  const { iban } = operatorBank(readParties(options.parties), options.parties)
  const { imported, payments } = register
  const matched = matchBankStatements(read.statements, {
    statements,
    accounts: new Set([iban]),
    imported,
    payments,
    hash,
  })
  if (matched.imported.length > 0)
    appendToRegister(options.register, {
      kind: 'bank_import',
      recordedAt: now.toISOString(),
      fileHash: hash(bytes),
      imported: matched.imported.map((one) => ({ ...one, payments: paymentsOf(one.key, matched) })),
    })
  return outcomeOfImport(matched, standingsOf(statements, [...payments, ...matched.payments]), read.statements)
}

function paymentsOf(key: string, { payments }: MatchedImport) {
  return payments.filter(({ source }) => bankStatementKey(source) === key)
}

function outcomeOfImport(
  matched: MatchedImport,
  standings: readonly PaymentStanding[],
  bankStatements: readonly BankStatement[],
): Outcome {
  const { payments, unmatched, skipped } = matched
  const rows = standings.map(({ statementNumber, direction, currency, dueMinor, paidMinor, openMinor, state }) => [
    statementNumber,
    direction === 'in' ? 'partner pays' : 'operator pays',
    money(dueMinor, currency),
    money(paidMinor, currency),
    money(openMinor, currency),
    state.replace('_', ' '),
  ])
  const left = unmatched.map(({ source, amount, currency, counterparty, reason }) => {
    const place = `${source.statementId} ${String(source.entry)}.${String(source.transaction)}`
    return `${place}: ${amount ?? '?'} ${currency}${counterparty === null ? '' : `, ${counterparty}`}: ${UNMATCHED_SENTENCES[reason]}`
  })
  const passed = skipped.map(({ statementId, reason }) => `${statementId}: ${SKIPPED_SENTENCES[reason]}`)
  const counts = [
    `${formatNumberOf(payments.length, 'payment')} matched`,
    `${formatNumberOf(unmatched.length, 'transaction')} not`,
    `${formatNumberOf(skipped.length, 'statement')} skipped`,
  ]
  const head = `${formatNumberOf(bankStatements.length, 'bank statement')}: ${counts.join(', ')}.`
  const heads = ['statement', 'who pays', 'due', 'paid', 'open', 'state']
  return {
    value: { payments, standings, unmatched, skipped },
    text: [head, formatTable(heads, rows), ...left, ...passed].join('\n'),
  }
}
