interface Day {
  readonly date: string
  readonly points: string
}

/** Days that are drawn at least, so that a first purchase is more than a line at the edge. */
export const DAYS_DRAWN_MIN = 8

/**
 * What the chart draws. It ends with the points of now, and begins where there is something to see: a member of a day would
 * otherwise be shown three months of nothing.
 */
export function chartSeries<Point extends Day>(days: readonly Point[], pointsNow: string): Point[] {
  const last = days.at(-1)
  if (last === undefined) return []
  const series = [...days.slice(0, -1), { ...last, points: pointsNow }]
  const first = series.findIndex(({ points }) => points !== '0')
  const from = first === -1 ? series.length - DAYS_DRAWN_MIN : Math.min(first - 1, series.length - DAYS_DRAWN_MIN)
  return series.slice(Math.max(0, from))
}
