import type { Database } from '../database/engine/client.ts'
import { hashSessionToken } from '../database/member-sessions.ts'
import { findPerson } from '../database/people.ts'
import { findOpenPersonSession, markPersonSessionUsed } from '../database/person-sessions.ts'
import type { Clock } from '../domain/environment.ts'
import { PERSON_SESSION_IDLE_MS_MAX, scopesOfRole } from '../domain/people.ts'
import { Rejection } from '../domain/rejection.ts'
import type { PersonCaller } from './callers.ts'
import { readToken, SESSION_USE_MS } from './sessions.ts'

/** The cookie of a session of the console: over https, and where the server is reached without TLS. It is no session of a member. */
export const PERSON_COOKIE = '__Host-entente_person'
export const PERSON_COOKIE_PLAIN = 'entente_person'

/** The name of the cookie of a session of the console at an address. */
export function personCookieName(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? PERSON_COOKIE : PERSON_COOKIE_PLAIN
}

export interface PersonSessionDeps {
  readonly db: Database
  readonly clock: Clock
  /** Where people reach the server, without a path. */
  readonly publicUrl: string
}

/**
 * Says which person of a partner is calling from the Cookie header; null when nobody is signed in. Who was removed is nobody, and the
 * role is the one of now, whatever it was when the session began.
 */
export async function findPersonCaller(
  { db, clock, publicUrl }: PersonSessionDeps,
  header: string | undefined,
): Promise<PersonCaller | null> {
  const token = readToken(header, personCookieName(publicUrl))
  if (token === null) return null
  const now = clock.now()
  const times = { now, idleMsMax: PERSON_SESSION_IDLE_MS_MAX }
  const session = await findOpenPersonSession(db, hashSessionToken(token), times)
  const person = session === null ? null : await findPerson(db, session.personId)
  if (session === null || person === null) return null
  if (now.getTime() - session.lastUsedAt.getTime() >= SESSION_USE_MS)
    await db.transaction((tx) => markPersonSessionUsed(tx, session.tokenHash, now))
  return {
    kind: 'partner',
    keyId: person.id,
    label: person.name,
    partnerId: person.partnerId,
    scopes: scopesOfRole(person.role),
    person: { role: person.role, sessionId: session.id },
  }
}

/** The same where somebody must be signed in. */
export async function authenticatePerson(deps: PersonSessionDeps, header: string | undefined): Promise<PersonCaller> {
  const caller = await findPersonCaller(deps, header)
  if (caller === null) throw new Rejection('signed_out')
  return caller
}
