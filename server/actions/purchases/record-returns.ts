import { type Departure, listLeaving } from '../../database/departures.ts'
import type { Transaction } from '../../database/engine/client.ts'
import { listEarningRules, type StoredEarningRule } from '../../database/earning-rules.ts'
import { noteEvents } from '../../database/feed-events.ts'
import type { Member } from '../../database/members.ts'
import { listAccountsByIds, lockMembers } from '../../database/members.ts'
import { appendToOutbox } from '../../database/outbox.ts'
import { listPartnersByIds, type Partner } from '../../database/partners.ts'
import { listPurchasesByOrderRefs, type Purchase } from '../../database/purchases.ts'
import { listAllocations, listReturnsByRefs, type PurchaseReturn } from '../../database/returns.ts'
import { insertRows } from '../../database/engine/save-rows.ts'
import { assert } from '../../domain/assert.ts'
import { orRejection, Rejection } from '../../domain/rejection.ts'
import { versionsIn } from '../../domain/versions.ts'
import { allocateReturn, type AllocatedReturn } from './allocate-return.ts'
import { orderOf } from './judge-purchase.ts'
import { findReferencedMembers } from '../members/member-reference.ts'
import { commitReference } from './order-commitment.ts'
import { checkAmount, checkTime } from './purchase-facts.ts'
import type { RecordDeps } from './record-purchases.ts'
import { conflictsOfReturn, type NewReturn } from './return-facts.ts'
import { runSubmissions, type Submission, type SubmissionOutcome } from '../requests/run-submissions.ts'

/** What a return took from one purchase, for the answer. */
export interface Allocation {
  readonly purchaseId: string
  /** Null once its member is erased. */
  readonly orderRef: string | null
  readonly amountMinor: bigint
  readonly points: bigint
}

export interface RecordedReturn {
  readonly return: PurchaseReturn
  readonly allocations: readonly Allocation[]
}

/** What became of one return. */
export type ReturnOutcome =
  | ({ readonly status: 'recorded' | 'repeated' } & RecordedReturn)
  | { readonly status: 'refused'; readonly rejection: Rejection }

export type ReturnSubmission = Submission<NewReturn, ReturnOutcome>
type RecordedReturns = SubmissionOutcome<ReturnOutcome>

interface AskedReturn {
  readonly partnerId: number
  readonly item: NewReturn
}

interface Known {
  readonly partners: ReadonlyMap<number, Partner>
  /** Those of these partners that are leaving. */
  readonly leaving: ReadonlyMap<number, Departure>
  readonly rules: readonly StoredEarningRule[]
  readonly orders: ReadonlyMap<string, Purchase>
  readonly members: ReadonlyMap<string, Member>
  /** The member that a return names; null where it names none. */
  readonly memberOf: (asked: AskedReturn) => Member | Rejection | null
}

/** A return that may be recorded. */
interface Draft extends AllocatedReturn {
  readonly asked: AskedReturn
  readonly member: Member
  readonly points: bigint
  readonly id: string
}

const returnOf = ({ partnerId, returnRef }: { partnerId: number; returnRef: string }) => `${partnerId}/${returnRef}`

/**
 * Records returns and the points that they take back, in one transaction. Returns of one member come one after the
 * other, also from different processes: each sees what those before it took.
 */
export function recordReturns(deps: RecordDeps, submissions: readonly ReturnSubmission[]): Promise<RecordedReturns[]> {
  return runSubmissions(deps, submissions, (tx, asked) => recordAll(tx, deps, asked))
}

async function recordAll(tx: Transaction, deps: RecordDeps, asked: readonly AskedReturn[]): Promise<ReturnOutcome[]> {
  if (asked.length === 0) return []
  const known = await learn(tx, deps, asked)
  await lockMembers(
    tx,
    asked.flatMap((one) => memberIdOf(known, one) ?? []),
  )
  // Read after the lock: a rival's return is either visible now or comes after this one.
  const names = asked.map(({ partnerId, item }) => ({ partnerId, returnRef: item.returnRef }))
  const recorded = new Map((await listReturnsByRefs(tx, names)).map((one) => [returnOf(one), one]))
  const outcomes = new Map<AskedReturn, ReturnOutcome>()
  for (const round of roundsOf(known, asked)) {
    const isKnown = (one: AskedReturn) => recorded.get(returnOf({ ...one, returnRef: one.item.returnRef }))
    const drafts: Draft[] = []
    for (const one of round) {
      const before = isKnown(one)
      if (before !== undefined) {
        outcomes.set(one, await repeat(tx, known, one, before))
        continue
      }
      const drafted = await orRejection(() => draftOne(tx, deps, known, one))
      if (drafted instanceof Rejection) outcomes.set(one, { status: 'refused', rejection: drafted })
      else drafts.push(drafted)
    }
    for (const [one, outcome] of await keepReturns(tx, deps, drafts)) {
      outcomes.set(one, outcome)
      const { returnRef } = one.item
      if (outcome.status === 'recorded') recorded.set(returnOf({ ...one, returnRef }), { ...outcome.return, returnRef })
    }
  }
  return asked.map((one) => {
    const outcome = outcomes.get(one)
    assert(outcome !== undefined, 'a return has an outcome')
    return outcome
  })
}

/**
 * Divides returns so that no member and no reference is twice in a round: within one, none depends on another, and all
 * are written together. Their order is kept.
 */
function roundsOf(known: Known, asked: readonly AskedReturn[]): AskedReturn[][] {
  const rounds: AskedReturn[][] = []
  const next = new Map<string, number>()
  for (const one of asked) {
    const names = [`member/${memberIdOf(known, one) ?? ''}`, returnOf({ ...one, returnRef: one.item.returnRef })]
    const at = Math.max(...names.map((name) => next.get(name) ?? 0))
    for (const name of names) next.set(name, at + 1)
    rounds[at] = [...(rounds[at] ?? []), one]
  }
  return rounds
}

async function learn(
  tx: Transaction,
  { clock, hashIdentifier }: RecordDeps,
  asked: readonly AskedReturn[],
): Promise<Known> {
  const partnerIds = [...new Set(asked.map(({ partnerId }) => partnerId))]
  const partners = await listPartnersByIds(tx, partnerIds)
  const named = asked.flatMap(({ partnerId, item: { orderRef } }) => (orderRef === null ? [] : { partnerId, orderRef }))
  const purchases = await listPurchasesByOrderRefs(tx, named)
  const members = await listAccountsByIds(tx, [...new Set(purchases.map(({ memberId }) => memberId))])
  const references = asked.flatMap(({ partnerId, item: { member: reference } }) =>
    reference === null ? [] : [{ partnerId, reference }],
  )
  const referenced = await findReferencedMembers({ db: tx, clock, hashIdentifier }, references)
  return {
    partners: new Map(partners.map((partner) => [partner.id, partner])),
    leaving: await listLeaving(tx, partnerIds),
    rules: await listEarningRules(tx, partnerIds),
    orders: new Map(purchases.map((purchase) => [orderOf(purchase), purchase])),
    members: new Map(members.map((member) => [member.id, member])),
    memberOf: ({ partnerId, item: { member: reference } }) => {
      if (reference === null) return null
      const found = referenced({ partnerId, reference })
      return found instanceof Rejection ? found : found.member
    },
  }
}

function memberIdOf(known: Known, asked: AskedReturn): string | null {
  const {
    partnerId,
    item: { orderRef },
  } = asked
  const order = orderRef === null ? undefined : known.orders.get(orderOf({ partnerId, orderRef }))
  if (order !== undefined) return order.memberId
  const found = known.memberOf(asked)
  return found === null || found instanceof Rejection ? null : found.id
}

/** The member whose points go back: the one of the order, who must be the one that is named, if any is. */
function judgeMember(known: Known, asked: AskedReturn): Member {
  const {
    partnerId,
    item: { orderRef },
  } = asked
  const named = known.memberOf(asked)
  if (named instanceof Rejection) throw named
  if (orderRef === null) {
    assert(named !== null, 'a return names its order or its member')
    return named
  }
  const order = known.orders.get(orderOf({ partnerId, orderRef }))
  const owner = order === undefined ? undefined : known.members.get(order.memberId)
  if (owner === undefined) throw new Rejection('purchase_unknown', { orderRef })
  if (named !== null && named.id !== owner.id) throw new Rejection('member_mismatch', { orderRef })
  return owner
}

async function draftOne(tx: Transaction, deps: RecordDeps, known: Known, asked: AskedReturn): Promise<Draft> {
  // A suspended partner may still take points back: they wait, visibly, until it may post again.
  const partner = known.partners.get(asked.partnerId)
  if (partner === undefined) throw new Rejection('partner_unknown', { partnerId: asked.partnerId })
  const until = known.leaving.get(asked.partnerId)?.returnsUntil
  if (partner.status === 'left' || (until !== undefined && deps.clock.now() >= until))
    throw new Rejection('partner_left', { partnerId: asked.partnerId })
  versionsIn(known.rules, { partnerId: asked.partnerId, currency: asked.item.currency })
  checkTime(asked.item.occurredAt, deps.clock.now())
  checkAmount(asked.item.amountMinor, 1n)
  const member = judgeMember(known, asked)
  const allocated = await allocateReturn(tx, { ...asked, memberId: member.id, rules: known.rules })
  const points = allocated.allocations.reduce((sum, allocation) => sum + allocation.points, 0n)
  return { asked, member, ...allocated, points, id: deps.ids.next() }
}

/** Writes the returns of a round, what they took from which purchases, and the points that go back. */
async function keepReturns(
  tx: Transaction,
  deps: RecordDeps,
  drafts: readonly Draft[],
): Promise<Map<AskedReturn, ReturnOutcome>> {
  const recordedAt = deps.clock.now()
  const rows = drafts.map(({ id, asked, member, unmatchedMinor, points }) => {
    const { partnerId, item } = asked
    const { returnRef, orderRef, locationId, currency, amountMinor, occurredAt, metadata } = item
    const facts = { returnRef, orderRef, locationId, currency, amountMinor, occurredAt, metadata }
    return { id, partnerId, memberId: member.id, ...facts, unmatchedMinor, points, recordedAt }
  })
  const inserted = new Map((await insertRows(tx, 'purchase_return', rows)).map((row) => [row.id, row]))
  const kept = drafts.filter(({ id }) => inserted.has(id))
  await insertRows(tx, 'return_allocation', kept.flatMap(allocationRows))
  const entries = await appendToOutbox(
    tx,
    kept.filter(({ points }) => points > 0n).map((draft) => reversalOf(deps, draft, recordedAt)),
  )
  noteEvents(
    tx,
    entries.map(({ id, partnerId, memberId, sourceId, points }) => ({
      partnerId,
      type: 'accrual.reversed' as const,
      objectId: id,
      data: {
        entryId: id,
        returnId: sourceId,
        returnRef: inserted.get(sourceId)?.returnRef ?? null,
        memberId,
        points: String(points),
      },
      at: recordedAt,
    })),
  )
  return new Map(
    drafts.map(({ asked, id, allocations }): [AskedReturn, ReturnOutcome] => {
      const row = inserted.get(id)
      if (row !== undefined) return [asked, { status: 'recorded', return: row, allocations }]
      // Only another member's return under the same reference can have come in between: this member is locked.
      const rejection = new Rejection('return_conflict', { returnRef: asked.item.returnRef, fields: ['member'] })
      return [asked, { status: 'refused', rejection }]
    }),
  )
}

function allocationRows({ id, allocations }: Draft) {
  return allocations.map(({ orderRef: _orderRef, ...taken }) => ({ returnId: id, ...taken }))
}

function reversalOf(deps: RecordDeps, { id, asked, member, points }: Draft, recordedAt: Date) {
  const { partnerId, item } = asked
  return {
    id: deps.ids.next(),
    partnerId,
    memberId: member.id,
    account: member.address,
    kind: 'accrual_reversal' as const,
    points: -points,
    sourceId: id,
    ...commitReference(deps, { partnerId, orderRef: item.returnRef }),
    recordedAt,
    batchId: null,
    entryNumber: null,
    explanation: null,
  }
}

async function repeat(
  tx: Transaction,
  known: Known,
  asked: AskedReturn,
  before: PurchaseReturn,
): Promise<ReturnOutcome> {
  const { item } = asked
  const member = known.memberOf(asked)
  const fields = conflictsOfReturn(before, item, member === null || member instanceof Rejection ? null : member.id)
  if (fields.length > 0)
    return { status: 'refused', rejection: new Rejection('return_conflict', { returnRef: item.returnRef, fields }) }
  return { status: 'repeated', return: before, allocations: await listAllocations(tx, [before.id]) }
}
