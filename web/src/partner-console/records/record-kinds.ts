import {
  listPurchases,
  listRedemptions,
  listReturns,
  type ListPage,
  type Purchase,
  type RecordFilter,
  type Redemption,
  type Return,
} from '../../api-client/console.ts'
import { decimalOfMinor } from '../../../../server/domain/currencies.ts'
import type { CsvRow } from './write-csv.ts'

export const RECORD_KINDS = ['purchases', 'returns', 'redemptions'] as const

export type RecordKind = (typeof RECORD_KINDS)[number]

/** A purchase, a return or a redemption, in the words of the table that shows all three. */
export interface RecordRow {
  readonly id: string
  readonly reference: string
  readonly time: string
  readonly points: string
  /** Null for goods that cost points only. */
  readonly amountMinor: string | null
  readonly currency: string
  readonly location: string | null
  readonly state: string
  /** All of it, for spreadsheets. */
  readonly csv: CsvRow
}

const amountOf = (minor: string | null, currency: string) => minor && decimalOfMinor(minor, currency)

/** In place of a reference that is gone with its member. */
const ERASED = '–'

function purchaseRow(one: Purchase): RecordRow {
  const {
    purchaseId: id,
    orderRef: reference,
    recordedAt: time,
    points,
    amountMinor,
    currency,
    locationId,
    state,
  } = one
  const csv = {
    purchaseId: id,
    orderRef: reference,
    memberId: one.memberId,
    location: locationId,
    occurredAt: one.occurredAt,
    recordedAt: time,
    amount: amountOf(amountMinor, currency),
    currency,
    points,
    returned: amountOf(one.returnedMinor, currency),
    pointsReversed: one.pointsReversed,
    state,
  }
  return { id, reference: reference ?? ERASED, time, points, amountMinor, currency, location: locationId, state, csv }
}

function returnRow(one: Return): RecordRow {
  const { returnId: id, returnRef: reference, recordedAt: time, points, amountMinor, currency, locationId, state } = one
  const csv = {
    returnId: id,
    returnRef: reference,
    orderRef: one.orderRef,
    memberId: one.memberId,
    location: locationId,
    occurredAt: one.occurredAt,
    recordedAt: time,
    amount: amountOf(amountMinor, currency),
    currency,
    points,
    state,
  }
  return { id, reference: reference ?? ERASED, time, points, amountMinor, currency, location: locationId, state, csv }
}

function redemptionRow(one: Redemption): RecordRow {
  const { redemptionId: id, reference, heldAt: time, points, valueMinor, currency, locationId, state } = one
  const csv = {
    redemptionId: id,
    reference,
    memberId: one.memberId,
    location: locationId,
    heldAt: time,
    capturedAt: one.capturedAt,
    points,
    value: amountOf(valueMinor, currency),
    currency,
    pointsRestored: one.pointsRestored,
    state,
    refusedReason: one.refusedReason,
  }
  return {
    id,
    reference: reference ?? ERASED,
    time,
    points,
    amountMinor: valueMinor,
    currency,
    location: locationId,
    state,
    csv,
  }
}

/** The columns of a spreadsheet of each kind. */
export const CSV_COLUMNS: Readonly<Record<RecordKind, readonly string[]>> = {
  purchases: [
    'purchaseId',
    'orderRef',
    'memberId',
    'location',
    'occurredAt',
    'recordedAt',
    'amount',
    'currency',
    'points',
    'returned',
    'pointsReversed',
    'state',
  ],
  returns: [
    'returnId',
    'returnRef',
    'orderRef',
    'memberId',
    'location',
    'occurredAt',
    'recordedAt',
    'amount',
    'currency',
    'points',
    'state',
  ],
  redemptions: [
    'redemptionId',
    'reference',
    'memberId',
    'location',
    'heldAt',
    'capturedAt',
    'points',
    'value',
    'currency',
    'pointsRestored',
    'state',
    'refusedReason',
  ],
}

const LISTS: Readonly<
  Record<RecordKind, (filter: RecordFilter, cursor: string | null) => Promise<ListPage<RecordRow>>>
> = {
  purchases: async (filter, cursor) => rowsOf(await listPurchases(filter, cursor), purchaseRow),
  returns: async (filter, cursor) => rowsOf(await listReturns(filter, cursor), returnRow),
  redemptions: async (filter, cursor) => rowsOf(await listRedemptions(filter, cursor), redemptionRow),
}

function rowsOf<Row>({ data, nextCursor }: ListPage<Row>, rowOf: (row: Row) => RecordRow): ListPage<RecordRow> {
  return { data: data.map(rowOf), nextCursor }
}

/** One page of the records of a kind, newest first. */
export function listRecords(
  kind: RecordKind,
  filter: RecordFilter,
  cursor: string | null,
): Promise<ListPage<RecordRow>> {
  return LISTS[kind](filter, cursor)
}

/** Rows of a file at most: a month of more is for a program, which has the same lists. */
export const EXPORT_ROWS_MAX = 50_000

/** All records that fit, up to `EXPORT_ROWS_MAX`; `progress` is told how many are there. */
export async function readAllRecords(
  kind: RecordKind,
  filter: RecordFilter,
  progress: (rows: number) => void,
): Promise<{ readonly rows: readonly RecordRow[]; readonly isWhole: boolean }> {
  const rows: RecordRow[] = []
  let cursor: string | null = null
  do {
    const page: ListPage<RecordRow> = await listRecords(kind, filter, cursor)
    rows.push(...page.data)
    cursor = page.nextCursor
    progress(rows.length)
  } while (cursor !== null && rows.length < EXPORT_ROWS_MAX)
  return { rows, isWhole: cursor === null }
}
