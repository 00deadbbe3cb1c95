import { SESSION_MS_MAX } from '../actions/sign-in/open-session.ts'
import { sessionCookieName } from '../auth/sessions.ts'

/** The header that hands out a session's token, or with null takes it back. Pages of other sites never send it along. */
export function sessionCookie(token: string | null, publicUrl: string): Record<string, string> {
  const age = token === null ? 0 : SESSION_MS_MAX / 1_000
  const parts = [
    `${sessionCookieName(publicUrl)}=${token ?? ''}`,
    'Path=/',
    `Max-Age=${String(age)}`,
    'HttpOnly',
    'SameSite=Strict',
  ]
  return { 'Set-Cookie': [...parts, ...(publicUrl.startsWith('https:') ? ['Secure'] : [])].join('; ') }
}
