/** What can happen to a partner's objects. */
export const PARTNER_EVENT_TYPES = [
  'member.enrolled',
  'member.move_requested',
  'member.move_refused',
  'accrual.accepted',
  'accrual.finalized',
  'accrual.reversed',
  'redemption.held',
  'redemption.captured',
  'redemption.voided',
  'redemption.reversed',
  'reward.claimed',
  'reward.fulfilled',
] as const

export type PartnerEventType = (typeof PARTNER_EVENT_TYPES)[number]

/** Something that happened to an object of a partner, with facts of it that never change. Points are decimal strings. */
export interface NewPartnerEvent {
  readonly partnerId: number
  readonly type: PartnerEventType
  /** The object that it happened to, of which each type happens once at most. */
  readonly objectId: string
  readonly data: Readonly<Record<string, string | null>>
  readonly at: Date
}
