import { timingSafeEqual } from 'node:crypto'

import type { HashIdentifier } from './hash-identifier.ts'

/** A card's code is good for so long: the page shows a new one before the old one ends. */
export const CARD_CODE_MS_MAX = 60_000

const MAC_CHARACTERS = 32
const FORM = /^EN1\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([0-9]{10,12})\.([0-9a-f]{32})$/

/** What the QR code of a member's card holds for the next minute. A photo of it is worthless afterwards. */
export function makeCardCode(
  hashIdentifier: HashIdentifier,
  { memberId, now }: { memberId: string; now: Date },
): { code: string; expiresAt: Date } {
  // In whole seconds, rounded down: never a code that lives longer.
  const expiry = Math.floor((now.getTime() + CARD_CODE_MS_MAX) / 1_000)
  const code = `EN1.${memberId}.${expiry}.${macOf(hashIdentifier, memberId, expiry)}`
  return { code, expiresAt: new Date(expiry * 1_000) }
}

/** The member whose card shows a code now; null when it is altered, or over. Within its minute it may be read twice. */
export function openCardCode(hashIdentifier: HashIdentifier, code: string, now: Date): string | null {
  const [, memberId, expiry, mac] = FORM.exec(code) ?? []
  if (memberId === undefined || expiry === undefined || mac === undefined) return null
  const right = Buffer.from(macOf(hashIdentifier, memberId, Number(expiry)))
  if (!timingSafeEqual(Buffer.from(mac), right)) return null
  return Number(expiry) * 1_000 > now.getTime() ? memberId : null
}

/** Keyed like the identifiers, of a text that is no card number. */
function macOf(hashIdentifier: HashIdentifier, memberId: string, expiry: number): string {
  return hashIdentifier('card', `code of ${memberId} until ${expiry}`).slice(0, MAC_CHARACTERS)
}
