import { Rejection } from '../../domain/rejection.ts'
import { findReferencedMembers, type MemberReference } from '../members/member-reference.ts'
import { type Collecting, type CollectSlipDeps, takeSlip } from './take-slip.ts'

/** Gives the points of a slip to a customer at a till of its brand. */
export async function collectSlip(
  deps: CollectSlipDeps,
  { partnerId, member, ...asked }: Collecting & { partnerId: number; member: MemberReference },
) {
  await deps.partnerSlipTries.take(String(partnerId))
  const one = { partnerId, reference: member }
  const found = (await findReferencedMembers(deps, [one]))(one)
  if (found instanceof Rejection) throw found
  return takeSlip(deps, { ...asked, memberId: found.member.id, partnerId })
}
