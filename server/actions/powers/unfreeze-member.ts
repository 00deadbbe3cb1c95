import type { Database } from '../../database/engine/client.ts'
import type { Member } from '../../database/members.ts'
import { changeMemberFreeze } from './change-member-freeze.ts'
import type { PowerDeps } from './power-calls.ts'

/** Lifts the operator's freeze of an account on the ledger. */
export function unfreezeMember(deps: PowerDeps & { readonly db: Database }, memberId: string): Promise<Member> {
  return changeMemberFreeze(deps, { memberId, isFrozen: false })
}
