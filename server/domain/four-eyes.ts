/** Powers of operators that can be made to need a second person. */
export const FOUR_EYES_POWERS = ['allowance', 'prices', 'recovery', 'keys'] as const

export type FourEyesPower = (typeof FOUR_EYES_POWERS)[number]

/** Which powers need a second person. */
export interface FourEyes {
  readonly powers: readonly FourEyesPower[]
  /** Points by which allowances may be raised within 24 hours by one person alone. */
  readonly allowanceMax: bigint
  /** A proposal that nobody decided on ends after so long. */
  readonly waitMs: number
}

/** For trying: one person does all. */
export const NO_FOUR_EYES: FourEyes = { powers: [], allowanceMax: 100_000n, waitMs: 72 * 3_600_000 }

/** Raises that one person made alone are counted together for so long, so that slices are no way around the limit. */
export const RAISES_WINDOW_MS = 86_400_000

/** Whether a power needs a second person. Whoever could make keys alone would be the second person as well. */
export function isUnderFourEyes({ powers }: FourEyes, power: FourEyesPower): boolean {
  return powers.includes(power) || (power === 'keys' && powers.length > 0)
}

/** Whether a raise is more than one person may make alone, together with what was raised so within the window. */
export function raisesTooMuch({ allowanceMax }: FourEyes, raises: bigint, raisedAlone: bigint): boolean {
  return raises > 0n && raises + raisedAlone > allowanceMax
}

/** What is known of a key, to tell whose it is. */
export interface KeyOrigin {
  readonly id: string
  readonly issuedBy: string | null
  /** The first key that this one carries on by rotation; null: it is the first. */
  readonly holder: string | null
}

/** A key is issued by a key, which was issued by a key; more steps than this are not believed. */
export const ORIGIN_STEPS_MAX = 100

/** The first key of each holder from a key back to the first key of all, this key's own holder first. */
export function originOf(key: KeyOrigin, find: (id: string) => KeyOrigin | null): string[] {
  const holders: string[] = []
  for (let at: KeyOrigin | null = key; at !== null && holders.length < ORIGIN_STEPS_MAX;) {
    const holder: string = at.holder ?? at.id
    holders.push(holder)
    const first: KeyOrigin | null = holder === at.id ? at : find(holder)
    const issuer: string | null = first?.issuedBy ?? null
    at = issuer === null ? null : find(issuer)
  }
  return holders
}

/**
 * Whether two keys may be in one hand: they have the same holder, or one made the other, or a key that is not the first of
 * all made both. The first key sets the others up, before any power needs a second person.
 */
export function mayBeOneHand(one: readonly string[], other: readonly string[]): boolean {
  const [a, b] = [one[0], other[0]]
  if (a === undefined || b === undefined || one.includes(b) || other.includes(a)) return true
  const root = other.at(-1)
  return one.some((holder) => other.includes(holder) && holder !== root)
}
