import { Rejection } from '../../domain/rejection.ts'

/** Whether a payment of a statement is new. The same again is not; another one, or one of nothing, is refused. */
export function isNewPayment(
  { payableMinor }: { readonly payableMinor: bigint },
  { paid, reference }: { readonly paid: { readonly reference: string } | null; readonly reference: string },
): boolean {
  if (paid?.reference === reference) return false
  if (paid !== null) throw new Rejection('statement_unpayable', { reference: paid.reference })
  if (payableMinor === 0n) throw new Rejection('statement_unpayable', { payableMinor: '0' })
  return true
}
