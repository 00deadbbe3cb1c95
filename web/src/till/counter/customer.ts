import type { MemberReference, TillMember } from '../../api-client/till.ts'

/** A customer at the till: how they were named, and who that is. */
export interface Customer {
  readonly reference: MemberReference
  readonly member: TillMember
}
