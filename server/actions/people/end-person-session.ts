import type { Database } from '../../database/engine/client.ts'
import { endPersonSessions } from '../../database/person-sessions.ts'
import type { Clock } from '../../domain/environment.ts'

/** Ends one session of a person. One that is over, or is not theirs, stays as it is. */
export async function endPersonSession(
  { db, clock }: { db: Database; clock: Clock },
  session: { personId: string; id: string },
): Promise<void> {
  await db.transaction((tx) => endPersonSessions(tx, session, clock.now()))
}
