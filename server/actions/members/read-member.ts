import { findMember, type FindMemberDeps, type MemberView } from './find-member.ts'

/** Reads a member by their number, with their points. */
export function readMember(deps: FindMemberDeps, memberId: string): Promise<MemberView> {
  return findMember(deps, { kind: 'member', value: memberId })
}
