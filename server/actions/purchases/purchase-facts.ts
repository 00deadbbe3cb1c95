import type { Purchase } from '../../database/purchases.ts'
import { OCCURRED_AT_MIN } from '../../domain/earning.ts'
import type { Metadata } from '../../domain/metadata.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { MemberReference } from '../members/member-reference.ts'

/** Clocks of tills may run ahead by so much. */
export const CLOCK_SKEW_MS = 300_000
/** Largest purchase: 10 thousand million pounds, so that no sum of a batch can reach the limits of int8 or uint48 points. */
export const AMOUNT_MINOR_MAX = 1_000_000_000_000n

/** A purchase as the till reports it. */
export interface NewPurchase {
  readonly orderRef: string
  readonly member: MemberReference
  readonly locationId: string | null
  readonly currency: string
  readonly amountMinor: bigint
  /** The part that earns points; null when all of it does. */
  readonly eligibleMinor: bigint | null
  readonly occurredAt: Date
  readonly metadata: Metadata
}

/** Refuses times that cannot be. */
export function checkTime(occurredAt: Date, now: Date): void {
  if (occurredAt.getTime() > now.getTime() + CLOCK_SKEW_MS)
    throw new Rejection('occurred_in_future', { occurredAt: occurredAt.toISOString(), now: now.toISOString() })
  if (occurredAt < OCCURRED_AT_MIN)
    throw new Rejection('occurred_too_long_ago', {
      occurredAt: occurredAt.toISOString(),
      occurredAtMin: OCCURRED_AT_MIN.toISOString(),
    })
}

/** Refuses an amount outside its bounds; `amountMin` is 0 for a purchase, 1 for a return. */
export function checkAmount(amountMinor: bigint, amountMin: bigint, amountMax = AMOUNT_MINOR_MAX): void {
  if (amountMinor < amountMin || amountMinor > amountMax)
    throw new Rejection('amount_out_of_range', {
      amountMinor: String(amountMinor),
      amountMin: String(amountMin),
      amountMax: String(amountMax),
    })
}

/** Names the facts in which a repeated purchase differs from the recorded one; none when it is the same. Metadata is no fact. */
export function conflictsOfPurchase(
  recorded: Omit<Purchase, 'seq'>,
  asked: NewPurchase,
  memberId: string | null,
): string[] {
  const differs: Readonly<Record<string, boolean>> = {
    member: recorded.memberId !== memberId,
    locationId: recorded.locationId !== asked.locationId,
    currency: recorded.currency !== asked.currency,
    amountMinor: recorded.amountMinor !== asked.amountMinor,
    eligibleMinor: recorded.eligibleMinor !== (asked.eligibleMinor ?? asked.amountMinor),
    occurredAt: recorded.occurredAt.getTime() !== asked.occurredAt.getTime(),
  }
  return Object.keys(differs).filter((field) => differs[field])
}
