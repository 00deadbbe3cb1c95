import type { Invoice } from './invoice.ts'

/** What becomes of an invoice in a replay. */
export type RowKind = 'purchase' | 'return' | 'adjustment' | 'no_customer' | 'zero_amount' | 'sign_contradicts_kind'

/** Rows that are sent. */
export type SentRow = Invoice & { kind: 'purchase' | 'return' }

/** Says what an invoice is, by its number, customer and sign. */
export function kindOf({ invoice, customer, amountMinor }: Invoice): RowKind {
  if (invoice.startsWith('A')) return 'adjustment'
  if (customer === '') return 'no_customer'
  if (amountMinor === 0n) return 'zero_amount'
  const kind = invoice.startsWith('C') ? 'return' : 'purchase'
  return amountMinor < 0n === (kind === 'return') ? kind : 'sign_contradicts_kind'
}

/** Counts rows by kind and keeps those that are sent, in the order of the file. */
export function sortRows(invoices: readonly Invoice[]): { rows: SentRow[]; counts: Record<RowKind, number> } {
  const counts = { purchase: 0, return: 0, no_customer: 0, zero_amount: 0, adjustment: 0, sign_contradicts_kind: 0 }
  const rows: SentRow[] = []
  for (const invoice of invoices) {
    const kind = kindOf(invoice)
    counts[kind] += 1
    if (kind === 'purchase' || kind === 'return') rows.push({ ...invoice, kind })
  }
  return { rows, counts }
}
