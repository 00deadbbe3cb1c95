import type { PayableStatement } from '../../../../server/domain/clearing/payment-file.ts'

/** A statement as payments know it: what is positive is due to the partner. */
export function aStatement(
  number: string,
  payableMinor: bigint,
  { partnerId = 1, currency = 'EUR' }: { partnerId?: number; currency?: string } = {},
): PayableStatement {
  const partner = { id: partnerId, name: `Partner ${String(partnerId)}` }
  return { number, month: '2026-11', currency, partner, totals: { payableMinor } }
}
