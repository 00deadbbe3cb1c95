import type { Reader } from '../../database/engine/client.ts'
import { findPartner } from '../../database/partners.ts'
import { findStatementWait } from '../../database/statement-waits.ts'
import { findStatement, findStatementPayment, type StatementPayment } from '../../database/statements.ts'
import { statementCsv } from '../../domain/clearing/statement-csv.ts'
import type { SignedStatement, StatementJson } from '../../domain/clearing/statement.ts'
import { Rejection } from '../../domain/rejection.ts'
import { monthText } from '../../domain/utc-days.ts'
import { readSettlement, type SettlementView } from './read-settlements.ts'

export const STATEMENT_TYPES = { csv: 'text/csv; charset=utf-8', pdf: 'application/pdf' } as const

/** A statement as it was signed, and what became of it. */
export interface StatementView extends SignedStatement {
  readonly issuedAt: Date
  readonly payment: StatementPayment | null
  readonly settlement: SettlementView
}

/** Reads a partner's statement of a month (months since 1970-01, UTC). */
export async function readStatement(
  { db }: { db: Reader },
  { partnerId, month }: { partnerId: number; month: number },
): Promise<StatementView> {
  if ((await findPartner(db, partnerId)) === null) throw new Rejection('partner_unknown', { partnerId })
  const stored = await findStatement(db, partnerId, month)
  if (stored === null) {
    const wait = await findStatementWait(db, partnerId, month)
    if (wait !== null)
      throw new Rejection('statement_waits', { partnerId, month: monthText(month), currency: wait.currency })
    throw new Rejection('statement_unknown', { partnerId, month: monthText(month) })
  }
  const { document, signer, signature, issuedAt } = stored
  const payment = await findStatementPayment(db, partnerId, month)
  const settlement = await readSettlement(db, stored)
  return { statement: JSON.parse(document) as StatementJson, signer, signature, issuedAt, payment, settlement }
}

/** A statement as a file: the same bytes each time, because nothing is in it but what was signed. */
export async function fileStatement(view: StatementView, format: keyof typeof STATEMENT_TYPES): Promise<Uint8Array> {
  if (format === 'csv') return Buffer.from(statementCsv(view), 'utf8')
  const { renderStatement } = await import('./render-statement.ts') // a fifth of a second, which a start need not wait for
  return renderStatement(view)
}
