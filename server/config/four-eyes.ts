/** Powers that can be named in FOUR_EYES, as in server/domain/four-eyes.ts: a test compares them. */
export const POWERS = ['allowance', 'prices', 'recovery', 'keys'] as const

/** Which powers of operators need a second person. */
export interface FourEyesConfig {
  readonly powers: readonly (typeof POWERS)[number][]
  /** Points by which one person alone may raise allowances within 24 hours. */
  readonly allowanceMax: bigint
  /** How long a proposal waits for a second person. */
  readonly waitMs: number
}

interface Named {
  readonly FOUR_EYES: readonly (FourEyesConfig['powers'][number] | 'all')[]
  readonly FOUR_EYES_ALLOWANCE_MAX: number
  readonly FOUR_EYES_HOURS: number
}

/** What the variables say; `all` is each of the powers. */
export function fourEyesOf({ FOUR_EYES, FOUR_EYES_ALLOWANCE_MAX, FOUR_EYES_HOURS }: Named): FourEyesConfig {
  return {
    powers: POWERS.filter((power) => FOUR_EYES.includes(power) || FOUR_EYES.includes('all')),
    allowanceMax: BigInt(FOUR_EYES_ALLOWANCE_MAX),
    waitMs: FOUR_EYES_HOURS * 3_600_000,
  }
}
