import type { Reader } from '../database/engine/client.ts'
import { findPartner } from '../database/partners.ts'
import { daySpanIn, monthSpanIn } from '../domain/time-zones.ts'

interface DayQuery {
  readonly day?: string | undefined
  readonly month?: string | undefined
  readonly createdFrom?: Date | undefined
  readonly createdUntil?: Date | undefined
}

/** A query with the period of the day or the month that it names, as the partner's shops count days: in its time zone, or in UTC until it has chosen one. */
export async function withinDay<Query extends DayQuery>(
  { db }: { readonly db: Reader },
  partnerId: number,
  query: Query,
): Promise<Query> {
  const { day, month } = query
  if (day === undefined && month === undefined) return query
  const timeZone = (await findPartner(db, partnerId))?.timeZone ?? 'UTC'
  const { from, until } = day === undefined ? monthSpanIn(timeZone, String(month)) : daySpanIn(timeZone, day)
  return { ...query, createdFrom: from, createdUntil: until }
}
