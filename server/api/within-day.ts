import type { Reader } from '../database/engine/client.ts'
import { findPartner } from '../database/partners.ts'
import { daySpanIn } from '../domain/time-zones.ts'

interface DayQuery {
  readonly day?: string | undefined
  readonly createdFrom?: Date | undefined
  readonly createdUntil?: Date | undefined
}

/** A query with the period of the day that it names, as the partner's shops count days: in its time zone, or in UTC until it has chosen one. */
export async function withinDay<Query extends DayQuery>(
  { db }: { readonly db: Reader },
  partnerId: number,
  query: Query,
): Promise<Query> {
  if (query.day === undefined) return query
  const partner = await findPartner(db, partnerId)
  const { from, until } = daySpanIn(partner?.timeZone ?? 'UTC', query.day)
  return { ...query, createdFrom: from, createdUntil: until }
}
