/** Powers that can be named in FOUR_EYES, as in server/domain/four-eyes.ts: a test compares them. */
export const POWERS = ['allowance', 'recovery', 'keys'] as const

/** Which powers of operators need a second person. */
export interface FourEyesConfig {
  readonly powers: readonly (typeof POWERS)[number][]
  /** Points by which one person alone may raise allowances within 24 hours. */
  readonly allowanceMax: bigint
  /** How long a proposal waits for a second person. */
  readonly waitMs: number
}

/** The powers that a list names: `all` is each of them. */
export function powersOf(named: readonly (FourEyesConfig['powers'][number] | 'all')[]): FourEyesConfig['powers'] {
  return POWERS.filter((power) => named.includes(power) || named.includes('all'))
}
