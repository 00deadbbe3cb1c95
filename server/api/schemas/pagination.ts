import { z } from 'zod'

import type { Moment, Page } from '../../domain/pages.ts'
import { isDay, isMonth } from '../../domain/time-zones.ts'
import { Decimal, Instant, limitOf, NAME_LENGTH_MAX, Reference, text, Uuid } from './values.ts'

/** Longest cursor: the longest place is a name of 80 characters of four bytes, written in base64. */
export const CURSOR_LENGTH_MAX = 600

/** Rows on one page, unless a list says otherwise. */
export const ROWS_PER_PAGE_MAX = 100

/** The largest time that a date can hold, in milliseconds. */
const TIME_MS_MAX = 8_640_000_000_000_000

/** How a place in a list is written into a cursor, and read again. */
export interface PlaceCodec<Place> {
  readonly read: z.ZodType<Place>
  readonly write: (place: Place) => readonly unknown[]
}

/** Lists that are ordered by time, whose rows have ids of some form. */
function byTime(id: z.ZodType<string>): PlaceCodec<Moment> {
  return {
    read: z.tuple([z.int().min(0).max(TIME_MS_MAX), id]).transform(([ms, read]) => ({ at: new Date(ms), id: read })),
    write: (place) => [place.at.getTime(), place.id],
  }
}

export const BY_TIME = byTime(Uuid)
export const BY_TIME_AND_NAME = byTime(z.string().regex(/^[0-9A-Za-z.:-]{1,100}$/))

/** Lists that are ordered by the number that the database gave to a row. */
export const BY_SEQUENCE: PlaceCodec<bigint> = {
  read: z.tuple([Decimal]).transform(([seq]) => seq),
  write: (seq) => [String(seq)],
}

export const BY_PARTNER_NUMBER: PlaceCodec<number> = {
  read: z.tuple([z.int().min(1).max(2_147_483_647)]).transform(([number]) => number),
  write: (number) => [number],
}

export const BY_NAME: PlaceCodec<string> = {
  read: z.tuple([text(NAME_LENGTH_MAX)]).transform(([name]) => name),
  write: (name) => [name],
}

/**
 * Defines a list: what its query takes, what it answers, and how a page of it is presented. All lists of the API look the
 * same: `data`, and `nextCursor`, which says where the next page goes on and is null on the last one. A cursor names its
 * list, so that one of another list is refused.
 */
export function listOf<Item extends z.ZodType, Place>({
  name,
  item,
  place,
  rowsMax = ROWS_PER_PAGE_MAX,
}: {
  /** Of the list in the document, and in its cursors. */
  name: string
  item: Item
  place: PlaceCodec<Place>
  rowsMax?: number
}) {
  const write = (at: Place) => Buffer.from(JSON.stringify([name, ...place.write(at)])).toString('base64url')
  return {
    query: { cursor: cursorOf(name, place, write), limit: limitOf(rowsMax) },
    response: answerOf(name, item),
    present: <Row>({ rows, next }: Page<Row, Place>, presentRow: (row: Row) => z.input<Item>) => ({
      data: rows.map(presentRow),
      nextCursor: next === null ? null : write(next),
    }),
  }
}

function answerOf<Item extends z.ZodType>(name: string, item: Item) {
  return z
    .object({
      data: z.array(item),
      nextCursor: z.string().nullable().meta({ description: 'The `cursor` of the next page; null on the last one' }),
    })
    .meta({ id: name })
}

/** A list that is always answered whole: of few rows, or of as many as were asked for. */
export function wholeListOf<Item extends z.ZodType>(name: string, item: Item) {
  return z.object({ data: z.array(item), nextCursor: z.null() }).meta({ id: name })
}

/** Presents a list that is answered whole. */
export function presentWhole<Row, Item>(rows: readonly Row[], presentRow: (row: Row) => Item) {
  return { data: rows.map(presentRow), nextCursor: null }
}

function cursorOf<Place>(name: string, { read }: PlaceCodec<Place>, write: (place: Place) => string) {
  return z
    .string()
    .max(CURSOR_LENGTH_MAX)
    .transform((written, context) => {
      const place = read.safeParse(partsOf(name, written))
      // Written again it must be the same text: base64 can be written in several ways, and JSON in more.
      if (place.success && write(place.data) === written) return place.data
      context.addIssue({ code: 'custom', message: 'must be the nextCursor of a page of this list' })
      return z.NEVER
    })
    .optional()
    .meta({ type: 'string', maxLength: CURSOR_LENGTH_MAX, description: 'The `nextCursor` of the page before' })
}

/** What a cursor says of its place; null if it is none of this list. */
function partsOf(name: string, cursor: string): unknown {
  let written: unknown
  try {
    written = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return null
  }
  return Array.isArray(written) && written[0] === name ? written.slice(1) : null
}

/** By when rows were recorded: the beginning counts, the end does not, so that days join without a gap. */
export const period = {
  createdFrom: Instant.optional().meta({ description: 'Recorded at this time or after it' }),
  createdUntil: Instant.optional().meta({ description: 'Recorded before this time' }),
}

/** A period, or a day or a month as the partner's shops count them. */
export const dayOrPeriod = {
  ...period,
  day: z.string().refine(isDay, 'must be a day such as 2026-11-28').optional().meta({
    description: "Recorded on this day, in the partner's time zone (UTC until it has chosen one); instead of a period",
    example: '2026-11-28',
  }),
  month: z.string().refine(isMonth, 'must be a month such as 2026-11').optional().meta({
    description: 'The same for a whole month',
    example: '2026-11',
  }),
}

/** What lists of what members did are asked for: when, by whom and where. */
export const memberFilters = { ...dayOrPeriod, memberId: Uuid.optional(), locationId: Reference.optional() }

/** The partner's own name of one thing of a list, which finds it. */
export const referenceFilter = (description: string, example: string) =>
  Reference.optional().meta({ description, example })

/** A period must not end before it begins, and a day or a month is one by itself. */
export const isPeriod = ({
  createdFrom,
  createdUntil,
  day,
  month,
}: {
  createdFrom?: Date | undefined
  createdUntil?: Date | undefined
  day?: string | undefined
  month?: string | undefined
}) => {
  const isNamed = day !== undefined || month !== undefined
  if (isNamed)
    return createdFrom === undefined && createdUntil === undefined && (day === undefined || month === undefined)
  return createdFrom === undefined || createdUntil === undefined || createdFrom <= createdUntil
}

export const PERIOD_FAULT = { error: 'is before createdFrom, or beside a day or a month', path: ['createdUntil'] }

/** What every list with a period is asked for, as its action takes it. */
export function listAsked(query: {
  createdFrom?: Date | undefined
  createdUntil?: Date | undefined
  cursor?: Moment | undefined
  limit: number
}) {
  const { createdFrom = null, createdUntil = null, cursor: before = null, limit: rowsMax } = query
  return { createdFrom, createdUntil, before, rowsMax }
}

/** The same for lists of what members did. */
export function listAskedOfMembers(
  query: Parameters<typeof listAsked>[0] & { memberId?: string | undefined; locationId?: string | undefined },
) {
  const { memberId = null, locationId = null } = query
  return { ...listAsked(query), memberId, locationId }
}
