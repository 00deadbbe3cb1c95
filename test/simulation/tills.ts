import { createHash } from 'node:crypto'

import { recordPurchases, type PurchaseOutcome } from '../../server/actions/purchases/record-purchases.ts'
import { recordReturns, type ReturnOutcome } from '../../server/actions/purchases/record-returns.ts'
import type { NewPurchase } from '../../server/actions/purchases/purchase-facts.ts'
import type { NewReturn } from '../../server/actions/purchases/return-facts.ts'
import type { RejectionCode } from '../../server/domain/rejection.ts'
import type { Faults } from './faults.ts'
import { makeInventor } from './invent-request.ts'
import { isPassing, show, type SimulatedProcess } from './process.ts'
import type { Random } from './random.ts'
import type { ItemAnswer, TillRequest } from './till-request.ts'
import { PER_MINOR, type World } from './world.ts'

/** The tills of all partners: what they asked, and what they were told. */
export interface Tills {
  /** Purchases that a till was told are recorded, by partner and reference. */
  accepted(kind: 'purchases' | 'returns'): Map<string, { partnerId: number; item: NewPurchase | NewReturn; id: string }>
  /** Draws a new request, to be sent later. */
  invent(partnerIds: readonly number[]): void
  /** A request that is open, or (sometimes) one that was answered long ago. */
  findToSend(): TillRequest | null
  open(): TillRequest[]
  /** Every server died: what was asked of them without an answer must be asked again, even if it was refused before. */
  forgetUnanswered(): void
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
  const inventRequest = makeInventor(world, random, faults)
  const send = async (request: TillRequest, server: SimulatedProcess): Promise<void> => {
    request.unanswered += 1
    const answer = await ask(server, request)
    if (answer === null) return
    request.unanswered -= 1
    if ([...answer.values()].some((each) => !each.accepted && PASSING.includes(each.code))) return
    if (request.answer !== null) {
      faults.note('the same request again')
      checkSame(request, request.answer, answer)
    }
    request.answer = answer
  }

  return {
    invent: (partnerIds) => void requests.push(inventRequest(partnerIds, requests)),
    send,
    open: () => requests.filter(({ answer }) => answer === null),
    forgetUnanswered() {
      for (const request of requests) {
        if (request.unanswered > 0) Object.assign(request, { unanswered: 0, answer: null })
      }
    },
    findToSend() {
      const isRepeat = random.happens(0.2)
      const choices = requests.filter(({ answer }) => isRepeat === (answer !== null))
      return choices.length === 0 ? null : random.pick(choices)
    },
    cheat: (server) => cheat(server, random, faults, requests),
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

/** Another body under the same key, or the same order: it must be refused, by the code that says so. */
async function cheat(
  server: SimulatedProcess,
  random: Random,
  faults: Faults,
  requests: readonly TillRequest[],
): Promise<void> {
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
}

async function ask(server: SimulatedProcess, request: TillRequest): Promise<ReadonlyMap<string, ItemAnswer> | null> {
  const { partnerId, key, ask: asked } = request
  const keyed =
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
        ? await recordPurchases(server.record, [{ partnerId, items: asked.items, keyed }])
        : await recordReturns(server.record, [{ partnerId, items: asked.items, keyed }])
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
