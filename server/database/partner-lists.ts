import { cutPage, type Moment, type Page, type Period } from '../domain/pages.ts'
import type { Reader } from './engine/client.ts'
import type { TableName } from './engine/tables.ts'
import { ENTRY_STATE_JOINS, batchStateSql, entryStateSql } from './entry-states.ts'
import { REDEMPTION_STATE_JOINS, redemptionStateSql } from './redemption-views.ts'

/** What every list of a partner is asked for. Null: whatever it is. */
export interface ListAsked extends Period {
  readonly partnerId: number
  readonly before: Moment | null
  readonly rowsMax: number
  readonly state: string | null
}

/** The same for what is about a member. */
export interface ListAskedOfMembers extends ListAsked {
  readonly memberId: string | null
  readonly locationId: string | null
}

/** The moment to which states belong. */
export interface StateMoment {
  readonly now: Date
  /** Null before a chain is followed. */
  readonly finalizedNumber: bigint | null
}

/** Where the rows of a page stand in the list. */
type MomentPage = Page<Moment, Moment>

/** Adds a value as a parameter of a statement and returns its placeholder. */
type Place = (value: unknown) => string

interface Source {
  readonly table: TableName
  /** The column that says when a row was recorded. */
  readonly at: string
  /** Tables that the state, or a condition, needs beside it; the row itself is `r`. */
  readonly joins: string
  readonly stateSql: (place: Place) => string
  /** Columns that must have a value, where one is given. */
  readonly equals: Readonly<Record<string, unknown>>
}

/** A partner's purchases, newest first: where each stands in the list. */
export async function listPurchasesOfPartner(
  reader: Reader,
  asked: ListAskedOfMembers & { orderRef: string | null },
  seen: StateMoment,
): Promise<MomentPage> {
  return listMoments(reader, asked, {
    table: 'purchase',
    at: 'recorded_at',
    joins: `left join outbox_entry e on e.source_id = r.id and e.kind = 'accrual' ${ENTRY_STATE_JOINS}`,
    stateSql: (place) => entryStateSql(place(seen.finalizedNumber)),
    equals: { 'r.order_ref': asked.orderRef, 'r.member_id': asked.memberId, 'r.location_id': asked.locationId },
  })
}

/** A partner's returns, newest first. */
export async function listReturnsOfPartner(
  reader: Reader,
  asked: ListAskedOfMembers & { returnRef: string | null },
  seen: StateMoment,
): Promise<MomentPage> {
  return listMoments(reader, asked, {
    table: 'purchase_return',
    at: 'recorded_at',
    joins: `left join outbox_entry e on e.source_id = r.id and e.kind = 'accrual_reversal' ${ENTRY_STATE_JOINS}`,
    stateSql: (place) => entryStateSql(place(seen.finalizedNumber)),
    equals: { 'r.return_ref': asked.returnRef, 'r.member_id': asked.memberId, 'r.location_id': asked.locationId },
  })
}

/** A partner's batches, newest first. */
export async function listBatchesOfPartner(reader: Reader, asked: ListAsked, seen: StateMoment): Promise<MomentPage> {
  return listMoments(reader, asked, {
    table: 'batch',
    at: 'created_at',
    joins: 'left join posted_batch p on p.batch_hash = r.batch_hash',
    stateSql: (place) => batchStateSql(place(seen.finalizedNumber)),
    equals: {},
  })
}

/** A partner's redemptions, newest first, by when their points were held. */
export async function listRedemptionsOfPartner(
  reader: Reader,
  asked: ListAskedOfMembers & { reference: string | null },
  seen: StateMoment,
): Promise<MomentPage> {
  return listMoments(reader, asked, {
    table: 'redemption',
    at: 'held_at',
    joins: REDEMPTION_STATE_JOINS,
    stateSql: (place) => redemptionStateSql(place(seen.finalizedNumber), place(seen.now.toISOString())),
    equals: { 'r.reference': asked.reference, 'r.member_id': asked.memberId, 'r.location_id': asked.locationId },
  })
}

/** A partner's claims, newest first, by when they were issued. */
export async function listClaimsOfPartner(
  reader: Reader,
  asked: ListAsked & { memberId: string | null; rewardId: string | null },
  seen: StateMoment,
): Promise<MomentPage> {
  return listMoments(reader, asked, {
    table: 'reward_claim',
    at: 'issued_at',
    joins: '',
    // As in server/domain/reward-terms.ts, claimState.
    stateSql: (place) =>
      `case when r.state = 'issued' and r.expires_at <= ${place(seen.now.toISOString())}::timestamptz then 'expired'
       else r.state end`,
    equals: { 'r.member_id': asked.memberId, 'r.reward_id': asked.rewardId },
  })
}

const UUID_COLUMNS: ReadonlySet<string> = new Set(['r.member_id', 'r.reward_id'])

/** Conditions are added only where something is asked for, so that the index of partner and time leads. */
async function listMoments(reader: Reader, asked: ListAsked, source: Source): Promise<MomentPage> {
  const { partnerId, createdFrom, createdUntil, before, rowsMax, state } = asked
  const values: unknown[] = []
  const place: Place = (value) =>
    `$${values.push(value)}${typeof value === 'bigint' || value === null ? '::bigint' : ''}`
  const time = (value: Date) => `${place(value.toISOString())}::timestamptz`
  const at = `r.${source.at}`
  const conditions = [`r.partner_id = ${place(partnerId)}`]
  if (createdFrom !== null) conditions.push(`${at} >= ${time(createdFrom)}`)
  if (createdUntil !== null) conditions.push(`${at} < ${time(createdUntil)}`)
  if (before !== null) conditions.push(`(${at}, r.id) < (${time(before.at)}, ${place(before.id)}::uuid)`)
  for (const [column, value] of Object.entries(source.equals))
    if (value !== null) conditions.push(`${column} = ${place(value)}${UUID_COLUMNS.has(column) ? '::uuid' : ''}`)
  if (state !== null) conditions.push(`(${source.stateSql(place)}) = ${place(state)}`)
  const found = await reader.$queryRawUnsafe<Moment[]>(
    `select r.id, ${at} as at from "${source.table}" r ${state === null ? '' : source.joins}
     where ${conditions.join(' and ')} order by ${at} desc, r.id desc limit ${place(rowsMax + 1)}`,
    ...values,
  )
  return cutPage(found, rowsMax, (moment) => moment)
}
