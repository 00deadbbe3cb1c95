import type { Transaction } from '../../database/engine/client.ts'
import { hashSessionToken, insertMemberSession, type MemberSession } from '../../database/member-sessions.ts'
import type { Clock, Ids, Randomness } from '../../domain/environment.ts'

/** A session ends by itself after so long. */
export const SESSION_MS_MAX = 30 * 86_400_000
const TOKEN_BYTES = 32

/** A member who has just signed in, and the token of the session, which is shown only now. */
export interface OpenedSession {
  readonly memberId: string
  readonly token: string
}

/** Opens a session in the transaction that proved who it is. */
export async function openSession(
  tx: Transaction,
  { clock, ids, randomness }: { clock: Clock; ids: Ids; randomness: Randomness },
  { memberId, kind }: { memberId: string; kind: MemberSession['kind'] },
): Promise<OpenedSession> {
  const token = Buffer.from(randomness.bytes(TOKEN_BYTES)).toString('hex')
  const createdAt = clock.now()
  const expiresAt = new Date(createdAt.getTime() + SESSION_MS_MAX)
  await insertMemberSession(tx, {
    tokenHash: hashSessionToken(token),
    id: ids.next(),
    memberId,
    kind,
    createdAt,
    lastUsedAt: createdAt,
    expiresAt,
    endedAt: null,
  })
  return { memberId, token }
}
