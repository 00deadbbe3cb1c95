import { Rejection } from './rejection.ts'

/** What a partner sets by itself counts so long afterwards at the earliest: others of it see it before it costs anything. */
export const OWN_TERMS_NOTICE_MS_MIN = 86_400_000

/** One version of the terms of a partner in a currency. Versions are numbered per partner, over all its currencies. */
export interface Version {
  readonly partnerId: number
  readonly version: number
  readonly currency: string
  /** What happens at this moment or later, and before the next version's, goes by this version. */
  readonly validFrom: Date
}

/** The version that counts at a moment, of those of one partner in one currency; null when there was none yet. */
export function chooseVersion<V extends Pick<Version, 'version' | 'validFrom'>>(
  versions: readonly V[],
  moment: Date,
): V | null {
  let chosen: V | null = null
  for (const one of versions) {
    if (one.validFrom <= moment && (chosen === null || isLater(one, chosen))) chosen = one
  }
  return chosen
}

/** A partner's versions in a currency. Where it has none, it does not trade in that currency. */
export function versionsIn<V extends Version>(
  versions: readonly V[],
  { partnerId, currency }: { partnerId: number; currency: string },
): V[] {
  const own = versions.filter((one) => one.partnerId === partnerId)
  const found = own.filter((one) => one.currency === currency)
  if (found.length === 0) throw currencyMismatch([...new Set(own.map((one) => one.currency))], currency)
  return found
}

/** Refuses a currency; names those that would do. */
export function currencyMismatch(expected: readonly string[], actual: string): Rejection {
  return new Rejection('currency_mismatch', { expected: expected.join(', '), actual })
}

/**
 * From when on a new version counts. The first one in a currency may count for what happened before; a later one only from
 * now on, so that nobody's points change after the fact.
 */
export function validFromOf(
  earlier: readonly Version[],
  { asked, currency, earliest, now }: { asked: Date | null; currency: string; earliest: Date; now: Date },
): Date {
  const isFirst = !earlier.some((one) => one.currency === currency)
  if (asked === null) return isFirst ? earliest : now
  if (!isFirst && asked < now)
    throw new Rejection('valid_from_in_past', { validFrom: asked.toISOString(), validFromMin: now.toISOString() })
  return asked
}

/** The number of a partner's next version. */
export function nextVersion(earlier: readonly Pick<Version, 'version'>[]): number {
  return Math.max(0, ...earlier.map(({ version }) => version)) + 1
}

function isLater(one: Pick<Version, 'version' | 'validFrom'>, than: Pick<Version, 'version' | 'validFrom'>): boolean {
  const apart = one.validFrom.getTime() - than.validFrom.getTime()
  return apart > 0 || (apart === 0 && one.version > than.version)
}
