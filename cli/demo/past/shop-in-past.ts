import type { DemoMember } from '../enrol-members.ts'
import { cardOf, enrolCard } from '../run-sample-day.ts'
import { runRedemptions } from '../run-redemptions.ts'
import { PAST_CUSTOMERS, type PastMonth, type PastPurchase } from './past-plan.ts'
import type { Past } from './past.ts'

/** The regulars get their cards, each at another brand. */
export async function enrolRegulars({ api, partners }: Past): Promise<void> {
  for (let customer = 0; customer < PAST_CUSTOMERS; customer += 1)
    await enrolCard(api, partners[customer % partners.length]?.key ?? '', customer)
}

/** What the brands sold in a month. */
export async function sellInPast(past: Past, { purchases }: PastMonth): Promise<void> {
  await Promise.all(
    purchases.map((purchase) => {
      const { key, ...facts } = factsOf(past, purchase)
      return past.api.withKey(key).POST('/v1/purchases', { body: { orderRef: purchase.orderRef, ...facts } })
    }),
  )
  await past.timeline.settle()
}

/** One purchase of a month comes back in part, and members spend points; the goods of one of them come back as well. */
export async function spendInPast(
  past: Past,
  { returned, redemptions }: PastMonth,
  members: readonly DemoMember[],
): Promise<void> {
  const { api, partners, timeline } = past
  const { returnRef, orderRef } = returned
  const { key, ...facts } = factsOf(past, returned)
  await api.withKey(key).POST('/v1/returns', { body: { returnRef, orderRef, ...facts } })
  await runRedemptions(api, {
    partners,
    members,
    plan: redemptions,
    rewardIds: [],
    onProgress: () => undefined,
    pause: () => timeline.pass(),
  })
  await timeline.settle()
}

function factsOf(
  { partners }: Past,
  { brand, customer, amountMinor, occurredAt }: Pick<PastPurchase, 'brand' | 'customer' | 'amountMinor' | 'occurredAt'>,
) {
  const partner = partners[brand]
  if (partner === undefined) throw new Error('the past names a brand that there is not')
  return {
    key: partner.key,
    member: { kind: 'card' as const, value: cardOf(customer) },
    currency: partner.currency,
    amountMinor: String(amountMinor),
    occurredAt: occurredAt.toISOString(),
  }
}
