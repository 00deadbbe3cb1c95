import type { Database } from '../database/engine/client.ts'
import { findOpenMemberSession, hashSessionToken, markSessionUsed } from '../database/member-sessions.ts'
import type { Clock } from '../domain/environment.ts'
import { Rejection } from '../domain/rejection.ts'
import type { MemberCaller } from './callers.ts'

/**
 * The cookie that holds a session's token. A browser takes a cookie whose name begins with `__Host-` only over https, from this
 * host, for all of it: no neighbouring host and nobody on the way can plant one.
 */
export const SESSION_COOKIE = '__Host-entente_session'

/** Its name where the server is reached without TLS, which is for trying on this machine: Safari takes no other there. */
export const SESSION_COOKIE_PLAIN = 'entente_session'

/** The cookie by which a browser is known to the members who signed in there with a PIN, over https and without. */
export const DEVICE_COOKIE = '__Host-entente_device'
export const DEVICE_COOKIE_PLAIN = 'entente_device'

/** Use of a session is written down at most this often. */
export const SESSION_USE_MS = 60_000

const TOKEN = /^[0-9a-f]{64}$/

/** The name of the cookie of a session at an address. */
export function sessionCookieName(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? SESSION_COOKIE : SESSION_COOKIE_PLAIN
}

/** The name of the cookie by which a browser is known. */
export function deviceCookieName(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? DEVICE_COOKIE : DEVICE_COOKIE_PLAIN
}

/** Token of the browser in a Cookie header; null when there is none. */
export function readDeviceToken(publicUrl: string, header: string | undefined): string | null {
  return readToken(header, deviceCookieName(publicUrl))
}

/** The token in a Cookie header; null when there is none of our form, or more than one. */
export function readToken(header: string | undefined, cookieName: string): string | null {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${cookieName}=`))
    .map((pair) => pair.slice(cookieName.length + 1))
  const [token] = values
  return token !== undefined && values.length === 1 && TOKEN.test(token) ? token : null
}

export interface SessionDeps {
  readonly db: Database
  readonly clock: Clock
  /** Where people reach the server, without a path. */
  readonly publicUrl: string
  /** A session that was not used for so long is over. */
  readonly sessionIdleMsMax: number
}

/** Says which member is calling from the Cookie header; null when nobody is signed in. */
export async function findMemberCaller(
  { db, clock, publicUrl, sessionIdleMsMax }: SessionDeps,
  header: string | undefined,
): Promise<MemberCaller | null> {
  const token = readToken(header, sessionCookieName(publicUrl))
  if (token === null) return null
  const now = clock.now()
  const session = await findOpenMemberSession(db, hashSessionToken(token), { now, idleMsMax: sessionIdleMsMax })
  if (session === null) return null
  if (now.getTime() - session.lastUsedAt.getTime() >= SESSION_USE_MS)
    await db.transaction((tx) => markSessionUsed(tx, session.tokenHash, now))
  return { kind: 'member', memberId: session.memberId, tokenHash: session.tokenHash }
}

/** The same where somebody must be signed in. */
export async function authenticateMember(deps: SessionDeps, header: string | undefined): Promise<MemberCaller> {
  const caller = await findMemberCaller(deps, header)
  if (caller === null) throw new Rejection('signed_out')
  return caller
}

/** Refuses a request that another site's page may have sent. Browsers write both headers themselves; pages cannot. */
export function checkOrigin(
  publicOrigin: string,
  { origin, fetchSite }: { origin: string | undefined; fetchSite: string | undefined },
): void {
  if (origin !== publicOrigin && fetchSite !== 'same-origin') throw new Rejection('origin_refused')
}
