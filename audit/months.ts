const FIRST_YEAR = 1_970

/** Months since January 1970 (UTC) at a Unix second: 0 is January 1970. */
export function monthAt(timestamp: number): number {
  const date = new Date(timestamp * 1_000)
  return (date.getUTCFullYear() - FIRST_YEAR) * 12 + date.getUTCMonth()
}

/** The Unix second at which a month begins. */
export function monthStart(month: number): number {
  return Date.UTC(FIRST_YEAR + Math.floor(month / 12), month % 12) / 1_000
}

/** `2026-03`. */
export function monthText(month: number): string {
  return `${FIRST_YEAR + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
}
