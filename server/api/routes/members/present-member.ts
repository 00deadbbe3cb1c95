import type { z } from 'zod'

import type { EnrolledMember } from '../../../actions/members/enrol-alone.ts'
import type { MemberView } from '../../../actions/members/find-member.ts'
import type { EnrolledMemberResponse, MemberResponse } from '../../schemas/members/members.ts'

/** A member who was just enrolled: the only time that the card number is told. */
export function presentEnrolled({ member, cardNumber }: EnrolledMember): z.input<typeof EnrolledMemberResponse> {
  const { id: memberId, kind, address, createdAt } = member
  return { memberId, kind, address, cardNumber, enrolledAt: createdAt.toISOString() }
}

/** A member with their points; identifiers only as hints. */
export function presentMember({
  member,
  identifiers,
  balance,
  waitingMove,
}: MemberView): z.input<typeof MemberResponse> {
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
    move: waitingMove && { readyAt: waitingMove.readyAt.toISOString() },
  }
}
