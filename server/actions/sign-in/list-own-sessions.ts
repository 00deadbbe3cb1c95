import type { Reader } from '../../database/engine/client.ts'
import { listOpenMemberSessions, type MemberSession } from '../../database/member-sessions.ts'
import type { Clock } from '../../domain/environment.ts'

/** A list of sessions has no more; nobody is signed in at so many places. */
export const SESSIONS_LISTED_MAX = 100

export interface OwnSessionsDeps {
  readonly db: Reader
  readonly clock: Clock
  readonly sessionIdleMsMax: number
}

/** Where a member is signed in, the session used last first. */
export function listOwnSessions(
  { db, clock, sessionIdleMsMax }: OwnSessionsDeps,
  memberId: string,
): Promise<MemberSession[]> {
  const times = { now: clock.now(), idleMsMax: sessionIdleMsMax }
  return listOpenMemberSessions(db, { memberId, rowsMax: SESSIONS_LISTED_MAX }, times)
}
