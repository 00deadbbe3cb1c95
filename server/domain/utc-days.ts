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

/** The day of a moment in UTC as people write it: 2026-11-28. */
export function dayText(moment: Date): string {
  return moment.toISOString().slice(0, 10)
}

/** A month as people write it: 2026-11. */
export function monthText(month: number): string {
  return `${String(1970 + Math.floor(month / 12))}-${String((month % 12) + 1).padStart(2, '0')}`
}

const MONTH_TEXT = /^(19[7-9]\d|[2-9]\d{3})-(0[1-9]|1[0-2])$/

/** The number of a month as people write it; null where it is none since 1970. */
export function monthNumber(text: string): number | null {
  const parts = MONTH_TEXT.exec(text)
  return parts === null ? null : (Number(parts[1]) - 1970) * 12 + Number(parts[2]) - 1
}

/** The first moment of a month, and the first one after it. */
export function monthSpan(month: number): { from: Date; until: Date } {
  return { from: new Date(Date.UTC(1970, month)), until: new Date(Date.UTC(1970, month + 1)) }
}

/** The first moment of a day, and the first one after it. */
export function daySpan(day: number): { from: Date; until: Date } {
  return { from: new Date(day * DAY_MS), until: new Date((day + 1) * DAY_MS) }
}
