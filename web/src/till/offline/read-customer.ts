import type { MemberReference } from '../../api-client/till.ts'
import { readScan, type Unknown } from '../scanner/read-scan.ts'

/** Whom a text names where nobody can be asked, or why it names nobody here. */
export type ReadCustomer =
  | { readonly kind: 'member'; readonly member: MemberReference }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'rotating' | 'voucher' }
  | { readonly kind: 'unknown'; readonly why: Unknown }

/** Reads what was scanned or typed, without network. A code of the phone is over in a minute and would name nobody later. */
export function readCustomer(typed: string): ReadCustomer {
  if (typed.trim() === '') return { kind: 'nobody' }
  const scan = readScan(typed, 'typed')
  if (scan.kind === 'voucher') return { kind: 'voucher' }
  if (scan.kind === 'unknown') return scan
  const member = scan.reference
  return member.kind === 'card_code' || member.kind === 'visit' ? { kind: 'rotating' } : { kind: 'member', member }
}
