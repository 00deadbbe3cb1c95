import type { Chain } from '../../chain/client.ts'
import { readFrozenBy } from '../../chain/read-member-account.ts'
import { type AccountAct, listActsOfMember } from '../../database/account-acts.ts'
import { listFrozenAccounts } from '../../database/account-events.ts'
import type { Reader } from '../../database/engine/client.ts'
import type { Member } from '../../database/members.ts'
import { chainAnswer } from '../requests/chain-answer.ts'

/** Who has stopped an account: either, both or none. */
export interface FrozenBy {
  readonly member: boolean
  readonly operator: boolean
}

/**
 * Whose freezes stop an account, here and on the ledger. The ledger's events say that it is frozen, not by whom, so the chain is
 * asked: a member with a key of their own can freeze without us. While no endpoint answers, what no act that was asked for here
 * explains is called the operator's.
 */
export async function attributeFreeze(
  { db, chain }: { db: Reader; chain: Chain },
  { id: memberId, address, frozenAt }: Member,
): Promise<FrozenBy> {
  const isOwnHere = frozenAt !== null
  if (!(await listFrozenAccounts(db, [address])).has(address)) return { member: isOwnHere, operator: false }
  const [act] = await listActsOfMember(db, { memberId, kinds: ['freeze', 'unfreeze'], rowsMax: 1 })
  const onChain = await chainAnswer(readFrozenBy(chain, address))
  if (onChain === null) return { member: isOwnHere, operator: !explainsFreeze(act) }
  const isFreeing = act?.kind === 'unfreeze' && act.state === 'requested'
  return { member: isOwnHere || (onChain.member && !isFreeing), operator: onChain.operator }
}

/** Whether the member's own act is why the ledger says frozen: one that froze, or one whose freeing is on its way. */
function explainsFreeze(act: AccountAct | undefined): boolean {
  return act?.kind === 'freeze' ? act.state !== 'failed' : act?.state === 'requested'
}
