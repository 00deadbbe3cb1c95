/** The middle of a day such as 2027-01-01 in UTC, which is on that day nearly wherever it is read. */
export function noonOf(day: string): string {
  return `${day}T12:00:00Z`
}
