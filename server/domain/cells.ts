/** Partner numbers from one to another, both included. */
export interface NumberSpan {
  readonly first: number
  readonly last: number
}

/** The numbers of the partners that one database serves, rising and apart. Other cells on the same chain have other numbers. */
export type Cell = readonly NumberSpan[]

/** The highest number that the database can hold; the registry has numbers up to 2^32 - 1. */
export const PARTNER_NUMBER_MAX = 2_147_483_647

/** The cell of a coalition that has only one. */
export const WHOLE_COALITION: Cell = [{ first: 1, last: PARTNER_NUMBER_MAX }]

/** The number behind the highest one in use, 0 for none; null: the numbers of the cell are used up. */
export function nextNumberOf(cell: Cell, highest: number): number | null {
  const span = cell.find(({ last }) => last > highest)
  return span === undefined ? null : Math.max(span.first, highest + 1)
}
