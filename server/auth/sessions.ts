import type { Reader } from '../database/engine/client.ts'
import { findOpenMemberSession, hashSessionToken } from '../database/member-sessions.ts'
import type { Clock } from '../domain/environment.ts'
import { Rejection } from '../domain/rejection.ts'
import type { MemberCaller } from './callers.ts'

/** The cookie that holds a session's token. */
export const SESSION_COOKIE = 'entente_session'

const TOKEN = /^[0-9a-f]{64}$/

/** The token in a Cookie header; null when there is none of our form, or more than one. */
export function readSessionToken(header: string | undefined): string | null {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${SESSION_COOKIE}=`))
    .map((pair) => pair.slice(SESSION_COOKIE.length + 1))
  const [token] = values
  return token !== undefined && values.length === 1 && TOKEN.test(token) ? token : null
}

export interface SessionDeps {
  readonly db: Reader
  readonly clock: Clock
}

/** Says which member is calling from the Cookie header. */
export async function authenticateMember(
  { db, clock }: SessionDeps,
  header: string | undefined,
): Promise<MemberCaller> {
  const token = readSessionToken(header)
  if (token === null) throw new Rejection('signed_out')
  const session = await findOpenMemberSession(db, hashSessionToken(token), clock.now())
  if (session === null) throw new Rejection('signed_out')
  return { kind: 'member', memberId: session.memberId, tokenHash: session.tokenHash }
}

/** Refuses a request that another site's page may have sent. Browsers write both headers themselves; pages cannot. */
export function checkOrigin(
  publicOrigin: string,
  { origin, fetchSite }: { origin: string | undefined; fetchSite: string | undefined },
): void {
  if (origin !== publicOrigin && fetchSite !== 'same-origin') throw new Rejection('origin_refused')
}
