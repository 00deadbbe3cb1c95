import { isCardNumber } from '../../../../server/domain/identifiers.ts'
import { isPaymentCard } from './card-numbers.ts'

/** What a magnetic stripe said. Of a bank's card nothing is told but that it was one. */
export type Stripe =
  { readonly kind: 'card'; readonly number: string } | { readonly kind: 'bank' | 'foreign' | 'misread' }

/** How tracks 1 and 2 (ISO/IEC 7813) and 3 begin; each ends with a question mark. */
const TRACKS = /[%;+]([^?]*)\?/g
/** A reader that could not read a track sends this in its place. */
const MISREAD = 'E'
/** The number of track 1 stands between its format letter and a caret, in groups or not; that of track 2 before an equals sign. */
const NUMBER = /^[A-Z]?(\d(?: ?\d){6,18})(?:[\^=]|$)/

/** Tells whether a text begins as a magnetic stripe does; in no field of the till does anything else. */
export function beginsStripe(text: string): boolean {
  return text.startsWith('%') || text.startsWith(';')
}

/** Reads the tracks that a card reader typed; null when they are none. The name and the dates on them go no further than here. */
export function readStripe(text: string): Stripe | null {
  if (!beginsStripe(text)) return null
  const tracks = [...text.matchAll(TRACKS)].map(([, track = '']) => track)
  const numbers = tracks.map((track) => NUMBER.exec(track)?.[1]?.replaceAll(' ', '')).filter((one) => one !== undefined)
  if (numbers.some(isPaymentCard)) return { kind: 'bank' }
  const distinct = new Set(numbers)
  const [number] = distinct
  // A track that was cut off, that the reader could not read, or that says something else than its neighbour.
  if (number === undefined || distinct.size > 1)
    return { kind: tracks.length === 0 || tracks.includes(MISREAD) || distinct.size > 1 ? 'misread' : 'foreign' }
  return isCardNumber(number) ? { kind: 'card', number } : { kind: 'foreign' }
}
