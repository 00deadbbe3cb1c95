import type { Database } from '../../database/engine/client.ts'
import type { Member } from '../../database/members.ts'
import { changeMemberFreeze } from './change-member-freeze.ts'
import type { PowerDeps } from './power-calls.ts'

/** Stops spending of an account on the ledger, as the guardian. */
export function freezeMember(deps: PowerDeps & { readonly db: Database }, memberId: string): Promise<Member> {
  return changeMemberFreeze(deps, { memberId, isFrozen: true })
}
