import type { PayableStatement, Payee } from '../../../../server/domain/clearing/payment-file.ts'

/** A statement as payments know it: what is positive is due to the partner. */
export function aStatement(
  number: string,
  payableMinor: bigint,
  {
    partnerId = 1,
    charityId,
    currency = 'EUR',
  }: { partnerId?: number; charityId?: string | undefined; currency?: string } = {},
): PayableStatement {
  const payee: Payee = charityId === undefined ? { kind: 'partner', id: partnerId } : { kind: 'charity', id: charityId }
  return { number, month: '2026-11', currency, payee, totals: { payableMinor } }
}
