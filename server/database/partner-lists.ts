import { cutPage, type Moment, type Page, type Period } from '../domain/pages.ts'
import type { Reader } from './engine/client.ts'
import { keysOf } from './engine/keys-of.ts'
import { nameColumnOf, nameIn } from './engine/seal-rows.ts'
import { sqlName, type TableName } from './engine/tables.ts'
import { ENTRY_STATE_JOINS, batchStateSql, entryStateSql } from './entry-states.ts'
import { REDEMPTION_STATE_JOINS, redemptionStateSql } from './redemption-views.ts'

/** Columns by which lists can be narrowed. */
const FILTERS = ['orderRef', 'returnRef', 'reference', 'memberId', 'rewardId', 'locationId'] as const
const UUID_FILTERS: readonly string[] = ['memberId', 'rewardId']

/** What every list of a partner is asked for. Null, or left out: whatever it is. */
export interface ListAsked extends Period, Partial<Readonly<Record<(typeof FILTERS)[number], string | null>>> {
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

/** Adds a value as a parameter of a statement and returns its placeholder. */
type Place = (value: unknown) => string

/** A table of which each partner lists its own rows, newest first. */
interface Source {
  /** The column that says when a row was recorded. */
  readonly at: string
  /** Tables that the state needs beside it; the row itself is `r`. */
  readonly joins: string
  readonly stateSql: (place: Place, seen: StateMoment) => string
}

const entriesOf = (kind: 'accrual' | 'accrual_reversal'): Source => ({
  at: 'recorded_at',
  joins: `left join outbox_entry e on e.source_id = r.id and e.kind = '${kind}' ${ENTRY_STATE_JOINS}`,
  stateSql: (place, { finalizedNumber }) => entryStateSql(place(finalizedNumber)),
})

const SOURCES = {
  purchase: entriesOf('accrual'),
  purchase_return: entriesOf('accrual_reversal'),
  batch: {
    at: 'created_at',
    joins: 'left join posted_batch p on p.batch_hash = r.batch_hash',
    stateSql: (place, { finalizedNumber }) => batchStateSql(place(finalizedNumber)),
  },
  redemption: {
    at: 'held_at',
    joins: REDEMPTION_STATE_JOINS,
    stateSql: (place, { now, finalizedNumber }) => redemptionStateSql(place(finalizedNumber), place(now.toISOString())),
  },
  reward_claim: {
    at: 'issued_at',
    joins: '',
    // As in server/domain/reward-terms.ts, claimState.
    stateSql: (place, { now }) =>
      `case when r.state = 'issued' and r.expires_at <= ${place(now.toISOString())}::timestamptz then 'expired'
       else r.state end`,
  },
} satisfies Partial<Record<TableName, Source>>

/**
 * A page of a partner's own rows of a table, newest first: where each stands in the list. Conditions are added only where
 * something is asked for, so that the index of partner and time leads.
 */
export async function listMomentsOfPartner(
  reader: Reader,
  table: keyof typeof SOURCES,
  asked: ListAsked,
  seen: StateMoment,
): Promise<Page<Moment, Moment>> {
  const { partnerId, createdFrom, createdUntil, before, rowsMax, state } = asked
  const source: Source = SOURCES[table]
  const values: unknown[] = []
  const place: Place = (value) =>
    `$${values.push(value)}${typeof value === 'bigint' || value === null ? '::bigint' : ''}`
  const time = (value: Date) => `${place(value.toISOString())}::timestamptz`
  const at = `r.${source.at}`
  const conditions = [`r.partner_id = ${place(partnerId)}`]
  if (createdFrom !== null) conditions.push(`${at} >= ${time(createdFrom)}`)
  if (createdUntil !== null) conditions.push(`${at} < ${time(createdUntil)}`)
  if (before !== null) conditions.push(`(${at}, r.id) < (${time(before.at)}, ${place(before.id)}::uuid)`)
  for (const column of FILTERS) {
    const value = asked[column] ?? null
    const type = UUID_FILTERS.includes(column) ? '::uuid' : ''
    if (value === null) continue
    const name = sqlName(column)
    const found = nameColumnOf(table, name)
    const stored = found === undefined ? value : nameIn(keysOf(reader), table, { column: name, partnerId, text: value })
    conditions.push(`r.${found ?? name} = ${place(stored)}${type}`)
  }
  if (state !== null) conditions.push(`(${source.stateSql(place, seen)}) = ${place(state)}`)
  const found = await reader.$queryRawUnsafe<Moment[]>(
    `select r.id, ${at} as at from "${table}" r ${state === null ? '' : source.joins}
     where ${conditions.join(' and ')} order by ${at} desc, r.id desc limit ${place(rowsMax + 1)}`,
    ...values,
  )
  return cutPage(found, rowsMax, (moment) => moment)
}
