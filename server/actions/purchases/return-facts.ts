import type { PurchaseReturn } from '../../database/returns.ts'
import type { Metadata } from '../../domain/metadata.ts'
import type { MemberReference } from '../members/member-reference.ts'

/** A return as the till reports it. It names its order, its member, or both. */
export interface NewReturn {
  readonly returnRef: string
  readonly orderRef: string | null
  readonly member: MemberReference | null
  readonly locationId: string | null
  readonly currency: string
  readonly amountMinor: bigint
  readonly occurredAt: Date
  readonly metadata: Metadata
}

/** Names the facts in which a repeated return differs from the recorded one; none when it is the same. Metadata is no fact. */
export function conflictsOfReturn(recorded: PurchaseReturn, asked: NewReturn, memberId: string | null): string[] {
  const differs: Readonly<Record<string, boolean>> = {
    orderRef: recorded.orderRef !== asked.orderRef,
    member: asked.member !== null && recorded.memberId !== memberId,
    locationId: recorded.locationId !== asked.locationId,
    currency: recorded.currency !== asked.currency,
    amountMinor: recorded.amountMinor !== asked.amountMinor,
    occurredAt: recorded.occurredAt.getTime() !== asked.occurredAt.getTime(),
  }
  return Object.keys(differs).filter((field) => differs[field])
}
