import { timingSafeEqual } from 'node:crypto'

import type { HashIdentifier } from './hash-identifier.ts'

/** So long after a card was shown, the partner that saw it may treat the member as present. */
export const VISIT_MS_MAX = 15 * 60_000

const MAC_CHARACTERS = 32
const FORM = /^EV1\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([0-9]{1,10})\.([0-9]{10,12})\.([0-9a-f]{32})$/

/** A member who showed their card at a partner. */
export interface Visit {
  /** Names the member as present, to that partner only. */
  readonly value: string
  readonly expiresAt: Date
}

/** Lets a till go on with a member who showed their card: a card's own code is over before a sale is. */
export function makeVisit(
  hashIdentifier: HashIdentifier,
  { memberId, partnerId, now }: { memberId: string; partnerId: number; now: Date },
): Visit {
  const expiry = Math.floor((now.getTime() + VISIT_MS_MAX) / 1_000)
  const value = `EV1.${memberId}.${partnerId}.${expiry}.${macOf(hashIdentifier, { memberId, partnerId, expiry })}`
  return { value, expiresAt: new Date(expiry * 1_000) }
}

/** The visit that a text stands for at a partner now; null when it is altered, over, or another partner's. */
export function openVisit(
  hashIdentifier: HashIdentifier,
  { value, partnerId, now }: { value: string; partnerId: number; now: Date },
): (Visit & { memberId: string }) | null {
  const [, memberId, partner, expiry, mac] = FORM.exec(value) ?? []
  if (memberId === undefined || expiry === undefined || mac === undefined || Number(partner) !== partnerId) return null
  const right = Buffer.from(macOf(hashIdentifier, { memberId, partnerId, expiry: Number(expiry) }))
  if (!timingSafeEqual(Buffer.from(mac), right)) return null
  const expiresAt = new Date(Number(expiry) * 1_000)
  return expiresAt > now ? { memberId, value, expiresAt } : null
}

/** Keyed like the identifiers, of a text that is no card number. */
function macOf(
  hashIdentifier: HashIdentifier,
  { memberId, partnerId, expiry }: { memberId: string; partnerId: number; expiry: number },
): string {
  return hashIdentifier('card', `visit of ${memberId} at ${partnerId} until ${expiry}`).slice(0, MAC_CHARACTERS)
}
