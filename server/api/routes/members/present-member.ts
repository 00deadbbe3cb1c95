import type { z } from 'zod'

import type { MemberView } from '../../../actions/members/find-member.ts'
import type { MemberResponse } from '../../schemas/members/members.ts'

/** A member with their points; identifiers only as hints. */
export function presentMember({ member, identifiers, balance }: MemberView): z.input<typeof MemberResponse> {
  const { expiresNext } = balance
  return {
    memberId: member.id,
    kind: member.kind,
    address: member.address,
    identifiers: identifiers.map(({ kind, hint }) => ({ kind, hint })),
    enrolledAt: member.createdAt.toISOString(),
    pointsPending: String(balance.pointsPending),
    pointsConfirmed: String(balance.pointsConfirmed),
    pointsFinal: String(balance.pointsFinal),
    nextExpiry: expiresNext && { points: String(expiresNext.points), expiresAt: expiresNext.expiresAt.toISOString() },
  }
}
