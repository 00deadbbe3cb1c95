import { z } from 'zod'

/** Spans of partner numbers that one cell may have. */
export const CELL_SPANS_MAX = 1_000
/** What the database can hold. */
const NUMBER_MAX = 2_147_483_647
const SPAN = /^(\d{1,10})-(\d{1,10})$/

interface NumberSpan {
  readonly first: number
  readonly last: number
}

function readSpan(text: string): NumberSpan {
  const [, first, last] = SPAN.exec(text) ?? []
  return { first: Number(first), last: Number(last) }
}

/** Whether each span is one, and begins above the end of the one before. */
function areRising(spans: readonly NumberSpan[]): boolean {
  return spans.every(({ first, last }, at) => first > (spans[at - 1]?.last ?? 0) && first <= last && last <= NUMBER_MAX)
}

/** What the environment says of the cell that a process belongs to: docs/scaling.md, "Cells". */
export const CELL_SETTINGS = {
  CELL_PARTNERS: z
    .string()
    .default('')
    .transform((value) => value.split(',').map((part) => part.trim()))
    .transform((parts) => parts.filter((part) => part !== ''))
    .transform((parts) => (parts.length === 0 ? [`1-${String(NUMBER_MAX)}`] : parts))
    .pipe(z.array(z.string().regex(SPAN, 'must be like 1-500')).max(CELL_SPANS_MAX))
    .transform((parts) => parts.map(readSpan))
    .refine(areRising, `must have spans that rise and do not overlap, from 1 to ${String(NUMBER_MAX)}`),
}
