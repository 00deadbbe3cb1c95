import type { Database } from '../../database/engine/client.ts'
import { endSessionsOfMember } from '../../database/member-sessions.ts'
import type { Clock } from '../../domain/environment.ts'

/** Ends all sessions of a member except the one that asks. */
export async function endOtherSessions(
  { db, clock }: { db: Database; clock: Clock },
  { memberId, tokenHash }: { memberId: string; tokenHash: string },
): Promise<void> {
  await db.transaction((tx) => endSessionsOfMember(tx, memberId, clock.now(), tokenHash))
}
