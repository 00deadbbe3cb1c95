import { type AccountAct, type LastingAct, listActsOfMember } from '../../database/account-acts.ts'
import { findOpenRecovery } from '../../database/account-events.ts'
import type { Reader } from '../../database/engine/client.ts'
import { listMembersByIds, type Member } from '../../database/members.ts'
import { Rejection } from '../../domain/rejection.ts'

const ACTS_SHOWN_MAX = 20

/** A member's account on its way to a new key without the old one. */
export interface RecoveryView {
  readonly member: Member
  /** As the ledger has announced it; null when it has not, or nothing waits. */
  readonly open: { readonly toAccount: string; readonly readyAt: Date } | null
  /** Newest first. */
  readonly acts: readonly LastingAct[]
}

/** Reads how a member's recovery stands. */
export async function readRecovery(reader: Reader, memberId: string): Promise<RecoveryView> {
  const [member] = await listMembersByIds(reader, [memberId])
  if (member === undefined) throw new Rejection('member_unknown', { kind: 'member' })
  const kinds = ['announce_recovery', 'refuse_recovery', 'cancel_recovery', 'complete_recovery'] as const
  return {
    member,
    open: await findOpenRecovery(reader, member.address),
    acts: await listActsOfMember(reader, { memberId, kinds, rowsMax: ACTS_SHOWN_MAX }),
  }
}

/** Whether an act of this kind was asked for and has not been settled. */
export function isRequested({ acts }: RecoveryView, kind: AccountAct['kind']): boolean {
  return acts.some((act) => act.kind === kind && act.state === 'requested')
}
