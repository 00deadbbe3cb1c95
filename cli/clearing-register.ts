import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'

import { z } from 'zod'

import { type BankPayment, bankSourceKey, type ImportedStatements } from '../server/domain/clearing/matching.ts'
import { invalid, parseJson } from './clearing-inputs.ts'

/** What is known of payments: a file that only grows, a JSON object a line. */
export interface Register {
  readonly paymentFiles: ReadonlyMap<string, PaymentFileLine>
  readonly imported: ImportedStatements
  readonly payments: readonly BankPayment[]
}

const Source = z.object({
  account: z.string(),
  statementId: z.string(),
  page: z.int(),
  entry: z.int(),
  transaction: z.int(),
})

const PaymentFile = z.object({
  kind: z.literal('payment_file'),
  recordedAt: z.string(),
  messageId: z.string(),
  createdAt: z.iso.datetime(),
  payOn: z.iso.date(),
  /** SHA-256 of the file. */
  fileHash: z.string(),
  statements: z.array(z.string()),
})

const BankImport = z.object({
  kind: z.literal('bank_import'),
  recordedAt: z.string(),
  fileHash: z.string(),
  imported: z.array(
    z.object({
      key: z.string(),
      contentHash: z.string(),
      payments: z.array(
        z.object({
          statementNumber: z.string(),
          paidMinor: z
            .string()
            .regex(/^-?\d{1,30}$/)
            .transform(BigInt),
          matchedBy: z.enum(['end_to_end_id', 'remittance']),
          source: Source,
          bookedOn: z.string().nullable(),
          counterparty: z.string().nullable(),
          counterpartyAccount: z.string().nullable(),
        }),
      ),
    }),
  ),
})

const Line = z.discriminatedUnion('kind', [PaymentFile, BankImport])

export type PaymentFileLine = z.infer<typeof PaymentFile>
type BankImportLine = z.infer<typeof BankImport>

/** Reads a register; an empty one where there is no file yet. What two imports at the same time wrote twice counts once. */
export function readRegister(file: string): Register {
  const paymentFiles = new Map<string, PaymentFileLine>()
  const imported = new Map<string, string>()
  const payments = new Map<string, BankPayment>()
  for (const line of readLines(file)) {
    if (line.kind === 'payment_file') {
      if (!paymentFiles.has(line.messageId)) paymentFiles.set(line.messageId, line)
      continue
    }
    for (const one of line.imported) {
      if (!imported.has(one.key)) imported.set(one.key, one.contentHash)
      for (const payment of one.payments) {
        const key = bankSourceKey(payment.source)
        if (!payments.has(key)) payments.set(key, payment)
      }
    }
  }
  return { paymentFiles, imported, payments: [...payments.values()] }
}

function readLines(file: string): z.infer<typeof Line>[] {
  if (!existsSync(file)) return []
  const text = readFileSync(file, 'utf8')
  if (text !== '' && !text.endsWith('\n'))
    throw invalid(`${file} ends within a line: what was being written when it stopped must be taken out by hand.`)
  const lines = text.split('\n').slice(0, -1)
  return lines.map((line, at) => parseJson(line, `${file}, line ${String(at + 1)}`, Line))
}

/** Adds a line, and returns once it is on the disk. */
export function appendToRegister(file: string, line: PaymentFileLine | BankImportLine): void {
  const text = JSON.stringify(line, (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
  const descriptor = openSync(file, 'a', 0o600)
  try {
    writeSync(descriptor, `${text}\n`)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/**
 * Statements that no payment file may pay again: something of them is paid, or an earlier file has them. A payment that
 * came back whole makes its statement payable again.
 */
export function statementsNotToPay(register: Register, messageId: string): Set<string> {
  const paid = new Map<string, bigint>()
  for (const { statementNumber, paidMinor } of register.payments)
    paid.set(statementNumber, (paid.get(statementNumber) ?? 0n) + paidMinor)
  const ordered = [...register.paymentFiles.values()]
    .filter((one) => one.messageId !== messageId)
    .flatMap(({ statements }) => statements)
    .filter((number) => paid.get(number) !== 0n)
  const begun = [...paid].filter(([, minor]) => minor > 0n).map(([number]) => number)
  return new Set([...ordered, ...begun])
}
