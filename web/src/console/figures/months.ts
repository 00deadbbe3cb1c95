/** So many months are offered. */
const MONTHS_OFFERED = 12

/** Months such as 2026-10, from the newest one backwards. */
export function monthsBack(newest: string): string[] {
  const [year = '', month = ''] = newest.split('-')
  return Array.from({ length: MONTHS_OFFERED }, (_, back) =>
    new Date(Date.UTC(Number(year), Number(month) - 1 - back, 1)).toISOString().slice(0, 7),
  )
}
