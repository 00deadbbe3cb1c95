import type { NewPurchase } from '../../server/actions/purchases/purchase-facts.ts'
import type { NewReturn } from '../../server/actions/purchases/return-facts.ts'
import type { Faults } from './faults.ts'
import type { Random } from './random.ts'
import type { TillRequest } from './till-request.ts'
import { CURRENCY, type World } from './world.ts'

/** Draws what customers do next at a till. */
export function makeInventor(world: World, random: Random, faults: Faults) {
  let references = 0

  const purchase = (): NewPurchase => ({
    orderRef: `order ${++references}`,
    member: { kind: 'member', value: random.pick(world.members).id },
    locationId: null,
    currency: CURRENCY,
    amountMinor: BigInt(random.pick([0, 99, 100, random.whole(1, 9_999), random.whole(1, 9_999)])),
    eligibleMinor: null,
    occurredAt: world.clock.now(),
    metadata: {},
  })

  const returnOf = (sold: readonly NewPurchase[]): NewReturn => {
    const { orderRef, member, amountMinor } = random.pick(sold)
    const namesOrder = random.happens(0.6)
    return {
      returnRef: `return ${++references}`,
      orderRef: namesOrder ? orderRef : null,
      member: namesOrder ? null : member,
      locationId: null,
      currency: CURRENCY,
      amountMinor: BigInt(random.whole(1, Math.max(1, Number(amountMinor)))),
      occurredAt: world.clock.now(),
      metadata: {},
    }
  }

  const repeatSome = (items: NewPurchase[]): NewPurchase[] => {
    if (!random.happens(0.15)) return items
    faults.note('a purchase twice in one request')
    return [...items, ...items.slice(0, 1)]
  }

  /** A request of one of these partners, of purchases or of returns of what it sold before. */
  return (partnerIds: readonly number[], earlier: readonly TillRequest[]): TillRequest => {
    const partnerId = random.pick(partnerIds)
    const count = random.pick([1, 1, 1, 2, 5])
    const sold = earlier.flatMap((request) =>
      request.ask.kind === 'purchases' && request.partnerId === partnerId ? request.ask.items : [],
    )
    const isReturn = sold.length > 0 && random.happens(0.35)
    const ask: TillRequest['ask'] = isReturn
      ? { kind: 'returns', items: Array.from({ length: count }, () => returnOf(sold)) }
      : { kind: 'purchases', items: repeatSome(Array.from({ length: count }, () => purchase())) }
    return { partnerId, key: random.happens(0.7) ? `key ${++references}` : null, ask, answer: null, unanswered: 0 }
  }
}
