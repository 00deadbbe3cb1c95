import { SESSION_MS_MAX } from '../actions/sign-in/open-session.ts'
import { personCookieName } from '../auth/person-sessions.ts'
import { deviceCookieName, sessionCookieName } from '../auth/sessions.ts'
import { PERSON_SESSION_MS_MAX } from '../domain/people.ts'
import { DEVICE_MS_MAX } from '../domain/pins.ts'

/** The header that hands out a session's token, or with null takes it back. Pages of other sites never send it along. */
export function sessionCookie(token: string | null, publicUrl: string): { 'Set-Cookie': string } {
  const age = token === null ? 0 : SESSION_MS_MAX / 1_000
  return { 'Set-Cookie': cookie(sessionCookieName(publicUrl), token ?? '', { age, publicUrl }) }
}

/** The headers of a sign-in after which the browser is known to the member; it stays so after they sign out. */
export function sessionAndDeviceCookies(
  { token, device }: { token: string; device: string },
  publicUrl: string,
): { 'Set-Cookie': string[] } {
  const known = cookie(deviceCookieName(publicUrl), device, { age: DEVICE_MS_MAX / 1_000, publicUrl })
  return { 'Set-Cookie': [sessionCookie(token, publicUrl)['Set-Cookie'], known] }
}

/** The header that hands out the token of a session of the console, or with null takes it back. */
export function personCookie(token: string | null, publicUrl: string): { 'Set-Cookie': string } {
  const age = token === null ? 0 : PERSON_SESSION_MS_MAX / 1_000
  return { 'Set-Cookie': cookie(personCookieName(publicUrl), token ?? '', { age, publicUrl }) }
}

function cookie(name: string, value: string, { age, publicUrl }: { age: number; publicUrl: string }): string {
  const parts = [`${name}=${value}`, 'Path=/', `Max-Age=${String(age)}`, 'HttpOnly', 'SameSite=Strict']
  return [...parts, ...(publicUrl.startsWith('https:') ? ['Secure'] : [])].join('; ')
}
