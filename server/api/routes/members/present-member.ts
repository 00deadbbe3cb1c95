import type { z } from 'zod'

import type { EnrolledMember } from '../../../actions/members/enrol-alone.ts'
import type { MemberView, SeenMember } from '../../../actions/members/find-member.ts'
import type { MemberIdentifier } from '../../../database/members.ts'
import { LEADS_EVERYWHERE } from '../../../domain/identifiers.ts'
import type { EnrolledMemberResponse, MemberResponse } from '../../schemas/members/members.ts'

/** A member who was just enrolled: the only time that the card number is told. */
export function presentEnrolled({ member, cardNumber }: EnrolledMember): z.input<typeof EnrolledMemberResponse> {
  return { ...presentFacts(member), cardNumber }
}

/** A member as a partner sees them: identifiers only as hints, and points only while the member is present. */
export function presentMember({
  member,
  identifiers,
  isProven,
  balance,
  pointsAvailable,
  visit,
  waitingMove,
}: SeenMember): z.input<typeof MemberResponse> {
  return {
    ...presentFacts(member),
    identifiers: identifiers.map(presentIdentifier),
    isProven,
    isPresent: balance !== null,
    visit: visit && { value: visit.value, expiresAt: visit.expiresAt.toISOString() },
    ...(balance === null ? UNTOLD : presentBalance(balance)),
    pointsAvailable: pointsAvailable === null ? null : String(pointsAvailable),
    move: waitingMove && { readyAt: waitingMove.readyAt.toISOString() },
  }
}

const UNTOLD = { pointsPending: null, pointsConfirmed: null, pointsFinal: null, nextExpiry: null }

/** Who a member is. */
export function presentFacts({ id: memberId, kind, address, createdAt }: MemberView['member']) {
  return { memberId, kind, address, enrolledAt: createdAt.toISOString() }
}

/** What a member has. */
export function presentBalance(balance: MemberView['balance']) {
  const { expiresNext } = balance
  return {
    pointsPending: String(balance.pointsPending),
    pointsConfirmed: String(balance.pointsConfirmed),
    pointsFinal: String(balance.pointsFinal),
    nextExpiry: expiresNext && { points: String(expiresNext.points), expiresAt: expiresNext.expiresAt.toISOString() },
  }
}

/** What a member is known by, without saying it. */
export function presentIdentifier({ kind, hint, partnerId }: MemberIdentifier) {
  return { kind, hint, isProven: partnerId === LEADS_EVERYWHERE }
}
