import type { MemberReference } from '../../api-client/till.ts'

/** What a customer's rotating QR code begins with. */
const CARD_CODE = /^EN1\./
const ADDRESS = /^0x[0-9a-f]{40}$/i
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const CARD = /^\d[\d -]{6,30}$/

/** What a voucher looks like; only one with a letter may lack its dashes, so that none is taken for a card. */
const VOUCHER = /^(?:[0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$|^(?=.*[A-Z])[0-9A-HJKMNP-TV-Z]{12}$/

/** The voucher that was scanned or typed; null when it is none. */
export function readVoucher(typed: string): string | null {
  const text = typed.trim().toUpperCase()
  return VOUCHER.test(text) ? text : null
}

/** What a scanner or a person put into the field; null when it is nothing that names a member. */
export function readMemberReference(typed: string): MemberReference | null {
  const text = typed.trim()
  if (CARD_CODE.test(text)) return { kind: 'card_code', value: text }
  if (ADDRESS.test(text)) return { kind: 'wallet', value: text.toLowerCase() }
  if (UUID.test(text)) return { kind: 'member', value: text }
  if (text.startsWith('+')) return { kind: 'phone', value: text }
  if (text.includes('@')) return { kind: 'email', value: text }
  return CARD.test(text) ? { kind: 'card', value: text.replaceAll(/[ -]/g, '') } : null
}
