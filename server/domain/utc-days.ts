/** A day of UTC in milliseconds: leap seconds do not count, as on chain. */
export const DAY_MS = 86_400_000

/** Days since 1970-01-01 (UTC), as PointsRedemption counts them. */
export function dayOf(moment: Date): number {
  return Math.floor(moment.getTime() / DAY_MS)
}

/** Months since 1970-01 (UTC), as the registry counts them. */
export function monthOf(moment: Date): number {
  return (moment.getUTCFullYear() - 1970) * 12 + moment.getUTCMonth()
}

/** The first moment of a month, and the first one after it. */
export function monthSpan(month: number): { from: Date; until: Date } {
  return { from: new Date(Date.UTC(1970, month)), until: new Date(Date.UTC(1970, month + 1)) }
}

/** The first moment of a day, and the first one after it. */
export function daySpan(day: number): { from: Date; until: Date } {
  return { from: new Date(day * DAY_MS), until: new Date((day + 1) * DAY_MS) }
}
