import { chooseVersion } from '../../../../server/domain/versions.ts'
import type { TermsVersion } from './terms.ts'

/** Whether a version counts now, will, did, or never does because another begins at the same moment. */
export type Standing = 'now' | 'coming' | 'past' | 'replaced'

/** A version, and how long it counts. */
export interface TimedVersion {
  readonly version: TermsVersion
  readonly standing: Standing
  /** When the next one begins; null where there is none yet. */
  readonly until: Date | null
}

/** The versions of one partner in one currency by when they count, the last one first. */
export function timelineOf(versions: readonly TermsVersion[], now: Date): TimedVersion[] {
  const ordered = versions.toSorted((a, b) => Number(a.validFrom) - Number(b.validFrom) || a.version - b.version)
  const current = chooseVersion(versions, now)
  const timed = ordered.map((version, at): TimedVersion => {
    const until = ordered[at + 1]?.validFrom ?? null
    return { version, until, standing: standingOf(version, until, { current, now }) }
  })
  return timed.toReversed()
}

function standingOf(
  version: TermsVersion,
  until: Date | null,
  { current, now }: { current: TermsVersion | null; now: Date },
): Standing {
  if (version === current) return 'now'
  if (until !== null && Number(until) === Number(version.validFrom)) return 'replaced'
  return version.validFrom > now ? 'coming' : 'past'
}
