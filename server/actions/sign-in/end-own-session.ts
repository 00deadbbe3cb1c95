import type { Database } from '../../database/engine/client.ts'
import { endSessionById } from '../../database/member-sessions.ts'
import type { Clock } from '../../domain/environment.ts'

/** Ends one session of a member. One that is over, or is not theirs, stays as it is. */
export async function endOwnSession(
  { db, clock }: { db: Database; clock: Clock },
  session: { memberId: string; id: string },
): Promise<void> {
  await db.transaction((tx) => endSessionById(tx, session, clock.now()))
}
