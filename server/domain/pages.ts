/** A place in a list that is ordered by time: when a row was recorded, and its id, which orders the rows of one moment. */
export interface Moment {
  readonly at: Date
  readonly id: string
}

/** From when, and until before when, rows of a list were recorded; null: without that bound. */
export interface Period {
  readonly createdFrom: Date | null
  readonly createdUntil: Date | null
}

/** Some rows of a list, and the place after which the next page goes on; null on the last one. */
export interface Page<Row, Place> {
  readonly rows: readonly Row[]
  readonly next: Place | null
}

/** The ids of the rows of a page, in its order. */
export function idsOf({ rows }: Page<Moment, Moment>): string[] {
  return rows.map(({ id }) => id)
}

/** Rows in the order in which a page names them; one that is gone is left out. */
export function inOrderOf<Row extends { readonly id: string }>(
  { rows }: Page<Moment, Moment>,
  found: readonly Row[],
): Row[] {
  return rows.flatMap(({ id }) => found.find((one) => one.id === id) ?? [])
}

/** Cuts a page from rows of which one more than `rowsMax` was read: it tells whether there is another page. */
export function cutPage<Row, Place>(
  found: readonly Row[],
  rowsMax: number,
  placeOf: (row: Row) => Place,
): Page<Row, Place> {
  const rows = found.slice(0, rowsMax)
  const last = rows.at(-1)
  return { rows, next: found.length > rowsMax && last !== undefined ? placeOf(last) : null }
}
