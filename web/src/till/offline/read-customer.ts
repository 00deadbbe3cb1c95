import { isCardNumber } from '../../../../server/domain/identifiers.ts'
import type { MemberReference } from '../../api-client/till.ts'
import { readMemberReference, readVoucher } from '../counter/member-reference.ts'

/** Whom a text names where nobody can be asked, or why it names nobody here. */
export type ReadCustomer =
  | { readonly kind: 'member'; readonly member: MemberReference }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'wrong_digit' | 'rotating' | 'voucher' | 'unreadable' }

/** Reads what was scanned or typed, without network. A rotating code is over in a minute and would not name anybody later. */
export function readCustomer(typed: string): ReadCustomer {
  if (typed.trim() === '') return { kind: 'nobody' }
  if (readVoucher(typed) !== null) return { kind: 'voucher' }
  const member = readMemberReference(typed)
  if (member === null) return { kind: 'unreadable' }
  if (member.kind === 'card_code' || member.kind === 'visit') return { kind: 'rotating' }
  if (member.kind === 'card' && !isCardNumber(member.value)) return { kind: 'wrong_digit' }
  return { kind: 'member', member }
}
