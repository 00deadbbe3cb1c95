import type { Reader, Transaction } from './engine/client.ts'
import { insertNewRows } from './engine/save-rows.ts'
import type { PersonSessionModel } from './generated/models.ts'
import { isOpen, type SessionTimes } from './member-sessions.ts'

/** A person of a partner who is signed in. */
export type PersonSession = Readonly<PersonSessionModel>

declare module './engine/tables.ts' {
  interface Rows {
    person_session: PersonSession
  }
}

/** Stores a new session, whose token nobody else has. */
export async function insertPersonSession(tx: Transaction, session: PersonSession): Promise<void> {
  await insertNewRows(tx, 'person_session', [session], 'a session token is drawn once')
}

/** A session that is still valid; null when it is unknown, ended, expired or was not used for too long. */
export async function findOpenPersonSession(
  reader: Reader,
  tokenHash: string,
  times: SessionTimes,
): Promise<PersonSession | null> {
  return reader.personSession.findFirst({ where: { tokenHash, ...isOpen(times) } })
}

/** The valid sessions of a person, the one used last first. */
export async function listOpenPersonSessions(
  reader: Reader,
  { personId, rowsMax }: { personId: string; rowsMax: number },
  times: SessionTimes,
): Promise<PersonSession[]> {
  return reader.personSession.findMany({
    where: { personId, ...isOpen(times) },
    orderBy: [{ lastUsedAt: 'desc' }, { id: 'desc' }],
    take: rowsMax,
  })
}

/** Notes that a session is in use. */
export async function markPersonSessionUsed(tx: Transaction, tokenHash: string, now: Date): Promise<void> {
  await tx.personSession.updateMany({ where: { tokenHash, lastUsedAt: { lt: now } }, data: { lastUsedAt: now } })
}

/** Ends sessions of a person: all of them, or the one that has this id. Ending one twice changes nothing more. */
export async function endPersonSessions(
  tx: Transaction,
  { personId, id }: { personId: string; id?: string },
  now: Date,
): Promise<void> {
  await tx.personSession.updateMany({
    where: { personId, endedAt: null, ...(id === undefined ? {} : { id }) },
    data: { endedAt: now },
  })
}

/** Deletes sessions that were ended or are past their last hour. */
export async function deleteClosedPersonSessions(tx: Transaction, now: Date): Promise<void> {
  await tx.personSession.deleteMany({ where: { OR: [{ endedAt: { not: null } }, { expiresAt: { lte: now } }] } })
}
