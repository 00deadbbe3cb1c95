import { DAY_MS } from './utc-days.ts'

/** Wrong tries in a row in one place after which a PIN waits there, and after which it is locked there until it is changed or reset. */
export const PIN_TRIES_BEFORE_WAIT = 5
export const PIN_TRIES_MAX = 10
export const PIN_WAIT_MS = 15 * 60 * 1_000

/**
 * Wrong tries at a PIN in all places together after which only those places take it where the right one was given before. Of
 * the 9,976 PINs of four digits that may be chosen, they are 0.5%: docs/decisions/0019-guessing-and-floods.md.
 */
export const PIN_TRIES_TOGETHER_MAX = 50

/** How long after it enrolled a member a partner may set the first PIN. */
export const PIN_AT_ENROLMENT_MS = 15 * 60 * 1_000
/** How long a code with which the next PIN is set is good. */
export const RESET_CODE_DAYS = 7

/** Browsers that are known to a member at once: the one used longest ago is forgotten first. */
export const DEVICES_PER_MEMBER_MAX = 10
/** A browser in which the right PIN was not given for so long is not known any more. */
export const DEVICE_MS_MAX = 180 * DAY_MS

const DIGITS = /^\d{4,8}$/

/** What is kept of the tries at a PIN in one place. */
export interface PinTries {
  /** Wrong tries since the last right one. */
  readonly failedTries: number
  readonly lockedUntil: Date | null
}

/** A place in which PINs are tried: nobody's wrong tries in one close another. */
export type PinPlaceName = `till:${number}` | `device:${string}` | 'session' | 'stranger'

/** Whether the place with this name is all tills of one partner. */
export const isTill = (place: string): boolean => place.startsWith('till:')
/** Whether the place with this name is a browser that was known. */
export const isDevice = (place: string): boolean => place.startsWith('device:')

/** Whether a PIN may be chosen: 4 to 8 digits, neither all the same nor a run such as 1234 or 8765. */
export function isPinGoodEnough(pin: string): boolean {
  if (!DIGITS.test(pin)) return false
  const steps = new Set(Array.from(pin.slice(1), (digit, at) => Number(digit) - Number(pin[at])))
  const [step] = steps
  return steps.size > 1 || (step !== 0 && step !== 1 && step !== -1)
}

/** Whether the right PIN was given in a place before. Of all strangers together nothing is known. */
export function isKnownPlace({ place, lastRightAt }: { place: string; lastRightAt: Date | null }, now: Date): boolean {
  if (place === 'stranger' || lastRightAt === null) return false
  return !isDevice(place) || now.getTime() < lastRightAt.getTime() + DEVICE_MS_MAX
}

/** What is known of the tries at a PIN: in the place where it is tried, and in all together. */
export interface AllTries {
  readonly here: PinTries
  readonly isKnown: boolean
  readonly together: number
}

/** Until when no try counts: a time, for ever (until the PIN is changed or reset), or null while tries do. */
export function pinLock({ here, isKnown, together }: AllTries, now: Date): Date | 'until_changed' | null {
  if (here.failedTries >= PIN_TRIES_MAX) return 'until_changed'
  if (!isKnown && together >= PIN_TRIES_TOGETHER_MAX) return 'until_changed'
  return here.lockedUntil !== null && now < here.lockedUntil ? here.lockedUntil : null
}

/** The tries after one more wrong one. */
export function afterWrongTry({ here: { failedTries }, isKnown, together }: AllTries, now: Date): AllTries {
  const tries = failedTries + 1
  const lockedUntil = tries === PIN_TRIES_BEFORE_WAIT ? new Date(now.getTime() + PIN_WAIT_MS) : null
  return { here: { failedTries: tries, lockedUntil }, isKnown, together: together + 1 }
}

/** How many wrong tries are left before the next lock. */
export function triesLeft({ here: { failedTries }, isKnown, together }: AllTries): number {
  const here = (failedTries < PIN_TRIES_BEFORE_WAIT ? PIN_TRIES_BEFORE_WAIT : PIN_TRIES_MAX) - failedTries
  return isKnown ? here : Math.min(here, PIN_TRIES_TOGETHER_MAX - together)
}

/** How many cards a partner's tills may have given a wrong PIN for, and no right one after it. */
export interface WrongPinLimits {
  readonly cardsPerHourMax: number
  readonly cardsPerDayMax: number
}

export const WRONG_PIN_LIMITS_DEFAULT: WrongPinLimits = { cardsPerHourMax: 30, cardsPerDayMax: 100 }
