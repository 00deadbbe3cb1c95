import { createHash } from 'node:crypto'

import type { Reader, Transaction } from './engine/client.ts'
import type { MemberSessionModel } from './generated/models.ts'
import type { Narrow } from './engine/row.ts'
import { insertNewRows } from './engine/save-rows.ts'

/** A member who is signed in. */
export type MemberSession = Narrow<MemberSessionModel, { kind: 'wallet' | 'passkey' | 'card' }>

declare module './engine/tables.ts' {
  interface Rows {
    member_session: MemberSession
  }
}

/** The form in which a token is stored. It is 256 random bits, so no slow hash is needed. */
export function hashSessionToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Stores a new session, whose token nobody else has. */
export async function insertMemberSession(tx: Transaction, session: MemberSession): Promise<void> {
  await insertNewRows(tx, 'member_session', [session], 'a session token is drawn once')
}

/** A session that is still valid; null when it is unknown, ended or expired. */
export async function findOpenMemberSession(
  reader: Reader,
  tokenHash: string,
  now: Date,
): Promise<MemberSession | null> {
  return (await reader.memberSession.findFirst({
    where: { tokenHash, endedAt: null, expiresAt: { gt: now } },
  })) as MemberSession | null
}

/** Ends all sessions of a member, in every browser. */
export async function endSessionsOfMember(tx: Transaction, memberId: string, now: Date): Promise<void> {
  await tx.memberSession.updateMany({ where: { memberId, endedAt: null }, data: { endedAt: now } })
}

/** Ends one session; ending it twice changes nothing more. */
export async function endMemberSession(tx: Transaction, tokenHash: string, now: Date): Promise<void> {
  await tx.memberSession.updateMany({ where: { tokenHash, endedAt: null }, data: { endedAt: now } })
}

/** Deletes sessions that were ended or are over. */
export async function deleteClosedSessions(tx: Transaction, now: Date): Promise<void> {
  await tx.memberSession.deleteMany({ where: { OR: [{ endedAt: { not: null } }, { expiresAt: { lte: now } }] } })
}
