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

/** When a session is over that nobody ended: at its end, or when it was not used for so long. */
export interface SessionTimes {
  readonly now: Date
  readonly idleMsMax: number
}

/** What is true of a session that is still valid. */
export const isOpen = ({ now, idleMsMax }: SessionTimes) => ({
  endedAt: null,
  expiresAt: { gt: now },
  lastUsedAt: { gt: new Date(now.getTime() - idleMsMax) },
})

/** A session that is still valid; null when it is unknown, ended, expired or was not used for too long. */
export async function findOpenMemberSession(
  reader: Reader,
  tokenHash: string,
  times: SessionTimes,
): Promise<MemberSession | null> {
  return (await reader.memberSession.findFirst({ where: { tokenHash, ...isOpen(times) } })) as MemberSession | null
}

/** The valid sessions of a member, the one used last first. */
export async function listOpenMemberSessions(
  reader: Reader,
  { memberId, rowsMax }: { memberId: string; rowsMax: number },
  times: SessionTimes,
): Promise<MemberSession[]> {
  return (await reader.memberSession.findMany({
    where: { memberId, ...isOpen(times) },
    orderBy: [{ lastUsedAt: 'desc' }, { id: 'desc' }],
    take: rowsMax,
  })) as MemberSession[]
}

/** Notes that a session is in use. */
export async function markSessionUsed(tx: Transaction, tokenHash: string, now: Date): Promise<void> {
  await tx.memberSession.updateMany({ where: { tokenHash, lastUsedAt: { lt: now } }, data: { lastUsedAt: now } })
}

/** Ends all sessions of a member, in every browser; all but one where one is to stay. */
export async function endSessionsOfMember(
  tx: Transaction,
  memberId: string,
  now: Date,
  exceptTokenHash: string | null = null,
): Promise<void> {
  const others = exceptTokenHash === null ? {} : { tokenHash: { not: exceptTokenHash } }
  await tx.memberSession.updateMany({ where: { memberId, endedAt: null, ...others }, data: { endedAt: now } })
}

/** Ends the session of a member that has this id, if there is one. */
export async function endSessionById(
  tx: Transaction,
  { memberId, id }: { memberId: string; id: string },
  now: Date,
): Promise<void> {
  await tx.memberSession.updateMany({ where: { memberId, id, endedAt: null }, data: { endedAt: now } })
}

/** Ends one session; ending it twice changes nothing more. */
export async function endMemberSession(tx: Transaction, tokenHash: string, now: Date): Promise<void> {
  await tx.memberSession.updateMany({ where: { tokenHash, endedAt: null }, data: { endedAt: now } })
}

/** Deletes sessions that were ended or are past their last day. */
export async function deleteClosedSessions(tx: Transaction, now: Date): Promise<void> {
  await tx.memberSession.deleteMany({ where: { OR: [{ endedAt: { not: null } }, { expiresAt: { lte: now } }] } })
}

/** A session by its token, open or not; null where there is none. */
export async function findMemberSession(reader: Reader, tokenHash: string): Promise<MemberSession | null> {
  return (await reader.memberSession.findUnique({ where: { tokenHash } })) as MemberSession | null
}

/** How the member of a session signed in; null where there is none. */
export async function findSessionKind(reader: Reader, tokenHash: string): Promise<MemberSession['kind'] | null> {
  const found = await reader.memberSession.findUnique({ where: { tokenHash }, select: { kind: true } })
  return (found?.kind ?? null) as MemberSession['kind'] | null
}
