import type { Database } from '../../database/engine/client.ts'
import { endMemberSession } from '../../database/member-sessions.ts'
import type { Clock } from '../../domain/environment.ts'

/** Ends a session; the cookie is worth nothing afterwards, wherever it was copied to. */
export async function signOut({ db, clock }: { db: Database; clock: Clock }, tokenHash: string): Promise<void> {
  await db.transaction((tx) => endMemberSession(tx, tokenHash, clock.now()))
}
