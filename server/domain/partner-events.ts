/** What can happen to a partner's objects. */
export const PARTNER_EVENT_TYPES = [
  'member.enrolled',
  'member.move_requested',
  'member.move_refused',
  'member.passkey_added',
  'member.erased',
  'accrual.accepted',
  'accrual.finalized',
  'accrual.reversed',
  'redemption.held',
  'redemption.captured',
  'redemption.voided',
  'redemption.gave_way',
  'redemption.refused',
  'redemption.reversed',
  'reward.claimed',
  'reward.fulfilled',
  'partner.quarantined',
  'partner.released',
  'partner.leaving',
  'partner.staying',
  'partner.left',
  'partner.key_changed',
  'partner.limit_warning',
  'archive.file.published',
] as const

export type PartnerEventType = (typeof PARTNER_EVENT_TYPES)[number]

/** What an event tells of a redemption. */
export function redemptionFacts({
  id,
  reference,
  memberId,
  points,
  rewardId,
}: {
  readonly id: string
  readonly reference: string | null
  readonly memberId: string
  readonly points: bigint
  readonly rewardId: string | null
}): NewPartnerEvent['data'] {
  return { redemptionId: id, reference, memberId, points: String(points), rewardId }
}

/** What partners are told of batches that they posted themselves: that they are in quarantine for them, or released. */
export function quarantineEvents(
  type: 'partner.quarantined' | 'partner.released',
  batches: readonly {
    readonly id: string
    readonly partnerId: number
    readonly firstEntry: bigint
    readonly entryCount: number
    readonly batchHash: string
  }[],
  at: Date,
): NewPartnerEvent[] {
  return batches.map(({ id, partnerId, firstEntry, entryCount, batchHash }) => ({
    partnerId,
    type,
    objectId: id,
    data: { firstEntry: String(firstEntry), entries: String(entryCount), batchHash },
    at,
  }))
}

/** Something that happened to an object of a partner, with facts of it that never change. Points are decimal strings. */
export interface NewPartnerEvent {
  readonly partnerId: number
  readonly type: PartnerEventType
  /** The object that it happened to, of which each type happens once at most. */
  readonly objectId: string
  readonly data: Readonly<Record<string, string | null>>
  readonly at: Date
}
