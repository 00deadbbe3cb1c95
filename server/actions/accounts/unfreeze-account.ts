import type { Transaction } from '../../database/engine/client.ts'
import { type Member, saveMemberFreeze } from '../../database/members.ts'
import { Rejection } from '../../domain/rejection.ts'
import { appendAccountAct } from './append-account-act.ts'
import { listFreezeActs } from './freeze-sequence.ts'
import {
  type AccountKeyDeps,
  actOnLockedMember,
  checkAccountProof,
  type CheckedProof,
  getMember,
  signWithProof,
} from './prove-account-order.ts'
import { appendFreezeOrder, checkFreezeOrder, hostedFreezeCall, isMoving, type SignedFreeze } from './freeze-orders.ts'

/** Allows spending again, which takes more than being signed in: the PIN, or the key itself. */
export async function unfreezeAccount(deps: AccountKeyDeps, memberId: string, signed: SignedFreeze): Promise<void> {
  const before = await getMember(deps.db, memberId)
  const own = before.kind === 'card' ? null : await checkFreezeOrder(deps, before, false, signed)
  // A hosted key signs only after the PIN was counted: there is nothing to compare a signature with yet.
  const checked = own?.checked ?? (await checkAccountProof(deps, before, { digest: '', proof: signed }))
  await actOnLockedMember(deps, memberId, async (tx, member) => {
    const refused = own === null ? await unfreezeHosted(tx, deps, { member, checked }) : null
    if (refused !== null) return refused
    if (await isMoving(tx, memberId)) return new Rejection('account_moving')
    if (own !== null) await appendFreezeOrder(tx, deps, { before, member, frozen: false, own })
    await saveMemberFreeze(tx, member, null)
    return null
  })
}

async function unfreezeHosted(
  tx: Transaction,
  deps: AccountKeyDeps,
  { member, checked }: { member: Member; checked: CheckedProof },
): Promise<Rejection | null> {
  const { newest, nextSequence } = await listFreezeActs(tx, member.address)
  const { call, digest } = hostedFreezeCall(deps, member, { frozen: false, sequence: nextSequence })
  const signature = await signWithProof(tx, deps, { member, checked, digest })
  if (signature instanceof Rejection) return signature
  if (await isMoving(tx, member.id)) return new Rejection('account_moving')
  if (newest?.kind === 'freeze')
    await appendAccountAct(tx, deps, { member, kind: 'unfreeze', toAccount: null, call: { ...call, signature } })
  return null
}
