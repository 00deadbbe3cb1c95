import type { PartnerCaller } from '../auth/callers.ts'
import type { Giver } from '../domain/people.ts'

/** What a caller may give to others. */
export function giverOf({ scopes, person }: PartnerCaller): Giver {
  return { scopes, role: person?.role ?? null }
}
