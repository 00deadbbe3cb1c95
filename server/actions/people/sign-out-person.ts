import type { Database } from '../../database/engine/client.ts'
import type { Clock } from '../../domain/environment.ts'
import { endPersonSession } from './end-person-session.ts'

/** Ends the session that asks; the cookie is worth nothing afterwards, wherever it was copied to. */
export function signOutPerson(
  deps: { db: Database; clock: Clock },
  session: { personId: string; id: string },
): Promise<void> {
  return endPersonSession(deps, session)
}
