import type { Reader } from '../../database/engine/client.ts'
import { listOpenPersonSessions, type PersonSession } from '../../database/person-sessions.ts'
import type { Clock } from '../../domain/environment.ts'
import { PERSON_SESSION_IDLE_MS_MAX } from '../../domain/people.ts'

/** A list of sessions has no more; nobody is signed in at so many places. */
const SESSIONS_LISTED_MAX = 100

/** Where a person is signed in to the console, the session used last first. */
export function listPersonSessions(
  { db, clock }: { db: Reader; clock: Clock },
  personId: string,
): Promise<PersonSession[]> {
  const times = { now: clock.now(), idleMsMax: PERSON_SESSION_IDLE_MS_MAX }
  return listOpenPersonSessions(db, { personId, rowsMax: SESSIONS_LISTED_MAX }, times)
}
