/** Wrong tries in a row after which a PIN waits, and after which it is locked until it is reset. */
export const PIN_TRIES_BEFORE_WAIT = 5
export const PIN_TRIES_MAX = 10
export const PIN_WAIT_MS = 15 * 60 * 1_000

/** How long after it enrolled a member a partner may set the first PIN. */
export const PIN_AT_ENROLMENT_MS = 15 * 60 * 1_000
/** How long a code with which the next PIN is set is good. */
export const RESET_CODE_DAYS = 7

const DIGITS = /^\d{4,8}$/

/** What is kept of the tries at a PIN. */
export interface PinTries {
  /** Wrong tries since the last right one. */
  readonly failedTries: number
  readonly lockedUntil: Date | null
}

/** Whether a PIN may be chosen: 4 to 8 digits, neither all the same nor a run such as 1234 or 8765. */
export function isPinGoodEnough(pin: string): boolean {
  if (!DIGITS.test(pin)) return false
  const steps = new Set(Array.from(pin.slice(1), (digit, at) => Number(digit) - Number(pin[at])))
  const [step] = steps
  return steps.size > 1 || (step !== 0 && step !== 1 && step !== -1)
}

/** Until when no try counts: a time, for ever (until it is reset), or null while tries do. */
export function pinLock({ failedTries, lockedUntil }: PinTries, now: Date): Date | 'until_reset' | null {
  if (failedTries >= PIN_TRIES_MAX) return 'until_reset'
  return lockedUntil !== null && now < lockedUntil ? lockedUntil : null
}

/** The tries after one more wrong one. */
export function afterWrongTry({ failedTries }: PinTries, now: Date): PinTries {
  const tries = failedTries + 1
  const lockedUntil = tries === PIN_TRIES_BEFORE_WAIT ? new Date(now.getTime() + PIN_WAIT_MS) : null
  return { failedTries: tries, lockedUntil }
}

/** How many wrong tries are left before the next lock. */
export function triesLeft({ failedTries }: PinTries): number {
  return (failedTries < PIN_TRIES_BEFORE_WAIT ? PIN_TRIES_BEFORE_WAIT : PIN_TRIES_MAX) - failedTries
}
