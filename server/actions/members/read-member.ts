import { findMember, type FindMemberDeps, type SeenMember } from './find-member.ts'

/** Reads a member by their number, which says nothing about whether they are there. */
export function readMember(
  deps: FindMemberDeps,
  { partnerId, memberId }: { partnerId: number; memberId: string },
): Promise<SeenMember> {
  return findMember(deps, { partnerId, reference: { kind: 'member', value: memberId } })
}
