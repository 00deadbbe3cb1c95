import { createHash } from 'node:crypto'

import { recordPurchases, type PurchaseOutcome } from '../../server/actions/record-purchases.ts'
import { recordReturns, type ReturnOutcome } from '../../server/actions/record-returns.ts'
import type { NewPurchase } from '../../server/actions/purchase-facts.ts'
import type { NewReturn } from '../../server/actions/return-facts.ts'
import type { RejectionCode } from '../../server/domain/rejection.ts'
import type { Faults } from './faults.ts'
import { isPassing, show, type SimulatedProcess } from './process.ts'
import type { Random } from './random.ts'
import { CURRENCY, PER_MINOR, type World } from './world.ts'

/** What a till asks for, until it is answered. The same request may be sent any number of times. */
export interface TillRequest {
  partnerId: number
  key: string | null
  ask: { kind: 'purchases'; items: NewPurchase[] } | { kind: 'returns'; items: NewReturn[] }
  /** By reference; null until all of it was answered. */
  answer: ReadonlyMap<string, ItemAnswer> | null
}

/** What became of one item, as the till was told. */
export type ItemAnswer = { accepted: true; id: string } | { accepted: false; code: RejectionCode }

/** The tills of all partners: what they asked, and what they were told. */
export interface Tills {
  readonly requests: readonly TillRequest[]
  /** Purchases that a till was told are recorded, by partner and reference. */
  accepted(kind: 'purchases' | 'returns'): Map<string, { partnerId: number; item: NewPurchase | NewReturn; id: string }>
  /** Draws a new request. */
  invent(partnerIds: readonly number[]): TillRequest
  /** A request that is open, or (sometimes) one that was answered long ago. */
  findToSend(): TillRequest | null
  open(): TillRequest[]
  /** Sends a request to a server and notes the answer, if one comes. */
  send(request: TillRequest, server: SimulatedProcess): Promise<void>
  /** Sends what must never be accepted: a key, or an order, with another body. */
  cheat(server: SimulatedProcess): Promise<void>
}

/** These pass by themselves: the till asks again later. */
const PASSING: readonly RejectionCode[] = ['partner_suspended', 'service_unavailable']

/** Tills whose customers a seed invents. */
export function makeTills(world: World, random: Random, faults: Faults): Tills {
  const requests: TillRequest[] = []
  let references = 0

  const invent = (partnerIds: readonly number[]): TillRequest => {
    const partnerId = random.pick(partnerIds)
    const count = random.pick([1, 1, 1, 2, 5])
    const canReturn = requests.some((request) => request.ask.kind === 'purchases' && request.partnerId === partnerId)
    const ask: TillRequest['ask'] =
      canReturn && random.happens(0.35)
        ? { kind: 'returns', items: Array.from({ length: count }, () => inventReturn(partnerId)) }
        : { kind: 'purchases', items: repeatSome(Array.from({ length: count }, () => inventPurchase())) }
    const request = { partnerId, key: random.happens(0.7) ? `key ${++references}` : null, ask, answer: null }
    requests.push(request)
    return request
  }

  const inventPurchase = (): NewPurchase => ({
    orderRef: `order ${++references}`,
    member: { kind: 'member', value: random.pick(world.members).id },
    locationId: null,
    currency: CURRENCY,
    amountMinor: BigInt(random.pick([0, 99, 100, random.whole(1, 9_999), random.whole(1, 9_999)])),
    eligibleMinor: null,
    occurredAt: world.clock.now(),
  })

  const inventReturn = (partnerId: number): NewReturn => {
    const sold = requests.flatMap(({ ask, partnerId: seller }) =>
      ask.kind === 'purchases' && seller === partnerId ? ask.items : [],
    )
    const purchase = random.pick(sold)
    const namesOrder = random.happens(0.6)
    return {
      returnRef: `return ${++references}`,
      orderRef: namesOrder ? purchase.orderRef : null,
      member: namesOrder ? null : purchase.member,
      locationId: null,
      currency: CURRENCY,
      amountMinor: BigInt(random.whole(1, Math.max(1, Number(purchase.amountMinor)))),
      occurredAt: world.clock.now(),
    }
  }

  const repeatSome = (items: NewPurchase[]): NewPurchase[] => {
    if (!random.happens(0.15)) return items
    faults.note('a purchase twice in one request')
    return [...items, items[0]!]
  }

  const send = async (request: TillRequest, server: SimulatedProcess): Promise<void> => {
    const answer = await ask(server, request)
    if (answer === null) return
    if ([...answer.values()].some((each) => !each.accepted && PASSING.includes(each.code))) return
    if (request.answer !== null) {
      faults.note('the same request again')
      checkSame(request, request.answer, answer)
      return
    }
    request.answer = answer
  }

  return {
    requests,
    invent,
    send,
    open: () => requests.filter(({ answer }) => answer === null),
    findToSend() {
      const isRepeat = random.happens(0.2)
      const choices = requests.filter(({ answer }) => isRepeat === (answer !== null))
      return choices.length === 0 ? null : random.pick(choices)
    },
    async cheat(server) {
      const answered = requests.filter(({ answer, ask: { kind } }) => {
        return kind === 'purchases' && answer !== null && [...answer.values()].every((each) => each.accepted)
      })
      if (answered.length === 0) return
      const original = random.pick(answered)
      const items = (original.ask.items as NewPurchase[]).map((item) => ({
        ...item,
        amountMinor: item.amountMinor + 1n,
      }))
      const key = random.happens(0.5) ? original.key : null
      const answer = await ask(server, { ...original, key, ask: { kind: 'purchases', items } })
      if (answer === null) return
      const expected: RejectionCode = key === null ? 'purchase_conflict' : 'idempotency_key_reused'
      for (const each of answer.values()) {
        if (each.accepted || (each.code !== expected && each.code !== 'partner_suspended')) {
          throw new Error(`another body was answered with ${show(each)}, not with ${expected}`)
        }
      }
      faults.note(key === null ? 'an order with another body' : 'a key with another body')
    },
    accepted(kind) {
      const accepted = new Map<string, { partnerId: number; item: NewPurchase | NewReturn; id: string }>()
      for (const { partnerId, ask: asked, answer } of requests) {
        if (asked.kind !== kind || answer === null) continue
        for (const item of asked.items) {
          const each = answer.get(refOf(item))
          if (each?.accepted === true) accepted.set(`${partnerId}/${refOf(item)}`, { partnerId, item, id: each.id })
        }
      }
      return accepted
    },
  }
}

async function ask(server: SimulatedProcess, request: TillRequest): Promise<ReadonlyMap<string, ItemAnswer> | null> {
  const { partnerId, key, ask: asked } = request
  const claim =
    key === null
      ? null
      : {
          partnerId,
          key,
          operation: asked.kind,
          requestHash: createHash('sha256').update(show(asked.items)).digest('hex'),
          present: (outcomes: readonly (PurchaseOutcome | ReturnOutcome)[]) => ({
            status: 200,
            body: [...answersOf(asked.items, outcomes)] as never,
          }),
        }
  try {
    const [outcome] =
      asked.kind === 'purchases'
        ? await recordPurchases(server.record, [{ partnerId, items: asked.items, claim }])
        : await recordReturns(server.record, [{ partnerId, items: asked.items, claim }])
    if (outcome!.status === 'answered_before') return new Map(outcome!.answer.body as never)
    if (outcome!.status === 'refused') {
      const { code } = outcome!.rejection
      return new Map(asked.items.map((item) => [refOf(item), { accepted: false, code }]))
    }
    return answersOf(asked.items, outcome!.outcomes)
  } catch (error) {
    if (isPassing(error)) return null
    throw error
  }
}

function answersOf(
  items: readonly (NewPurchase | NewReturn)[],
  outcomes: readonly (PurchaseOutcome | ReturnOutcome)[],
): Map<string, ItemAnswer> {
  return new Map(items.map((item, index) => [refOf(item), answerOf(outcomes[index]!)]))
}

function answerOf(outcome: PurchaseOutcome | ReturnOutcome): ItemAnswer {
  if (outcome.status === 'refused') return { accepted: false, code: outcome.rejection.code }
  return { accepted: true, id: 'purchase' in outcome ? outcome.purchase.id : outcome.return.id }
}

function checkSame(
  request: TillRequest,
  first: ReadonlyMap<string, ItemAnswer>,
  again: ReadonlyMap<string, ItemAnswer>,
) {
  for (const [reference, before] of first) {
    // What was refused left nothing behind, and may well be possible later.
    const after = again.get(reference)
    if (before.accepted && (after?.accepted !== true || after.id !== before.id)) {
      throw new Error(`${show(request)} was answered ${show(before)}, and then ${show(again.get(reference))}`)
    }
  }
}

/** The reference that a till gives an item. */
export function refOf(item: NewPurchase | NewReturn): string {
  return 'returnRef' in item ? item.returnRef : item.orderRef
}

/** What the rule of every partner here gives. */
export function earned(amountMinor: bigint): bigint {
  return amountMinor / PER_MINOR
}
