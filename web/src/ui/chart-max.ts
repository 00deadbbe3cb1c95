/** Where scales end: whole numbers of which the half is whole as well. */
const ENDS = [2n, 4n, 6n, 10n]

/** The round number at which the scale of a chart ends: the first that no value is above. */
export function chartMax(values: readonly bigint[]): bigint {
  const largest = values.reduce((max, value) => (value > max ? value : max), 0n)
  for (let power = 1n; ; power *= 10n) {
    const end = ENDS.find((one) => one * power >= largest)
    if (end !== undefined) return end * power
  }
}
