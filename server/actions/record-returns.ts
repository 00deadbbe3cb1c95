import type { Transaction } from '../database/client.ts'
import type { Member } from '../database/members.ts'
import { listMembersByIds, lockMembers } from '../database/members.ts'
import { appendToOutbox } from '../database/outbox.ts'
import { listPartnersByIds, type Partner } from '../database/partners.ts'
import { listPurchasesByOrderRefs, type Purchase } from '../database/purchases.ts'
import { listAllocations, listReturnsByRefs, type PurchaseReturn } from '../database/returns.ts'
import { insertRows } from '../database/save-rows.ts'
import { assert } from '../domain/assert.ts'
import { Rejection } from '../domain/rejection.ts'
import { allocateReturn, type AllocatedReturn } from './allocate-return.ts'
import { orderOf } from './judge-purchase.ts'
import { findReferencedMembers } from './member-reference.ts'
import { commitReference } from './order-commitment.ts'
import { checkAmount, checkTrade } from './purchase-facts.ts'
import type { RecordDeps } from './record-purchases.ts'
import { conflictsOfReturn, type NewReturn } from './return-facts.ts'
import { runSubmissions, type Submission, type SubmissionOutcome } from './run-submissions.ts'

/** What a return took from one purchase, for the answer. */
export interface Allocation {
  readonly purchaseId: string
  readonly orderRef: string
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

interface AskedReturn {
  readonly partnerId: number
  readonly item: NewReturn
}

interface Known {
  readonly partners: ReadonlyMap<number, Partner>
  readonly orders: ReadonlyMap<string, Purchase>
  readonly members: ReadonlyMap<string, Member>
  readonly memberOf: (reference: NonNullable<NewReturn['member']>) => Member | Rejection
}

const returnOf = ({ partnerId, returnRef }: { partnerId: number; returnRef: string }) => `${partnerId}/${returnRef}`

/**
 * Records returns and the points that they take back, in one transaction. Returns of one member come one after the
 * other, also from different processes: each sees what those before it took.
 */
export function recordReturns(
  deps: RecordDeps,
  submissions: readonly ReturnSubmission[],
): Promise<SubmissionOutcome<ReturnOutcome>[]> {
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
  const outcomes: ReturnOutcome[] = []
  for (const one of asked) {
    const before = recorded.get(returnOf({ ...one, returnRef: one.item.returnRef }))
    const outcome = before === undefined ? await recordOne(tx, deps, known, one) : await repeat(tx, known, one, before)
    if (outcome.status === 'recorded') recorded.set(returnOf(outcome.return), outcome.return)
    outcomes.push(outcome)
  }
  return outcomes
}

async function learn(tx: Transaction, { hashIdentifier }: RecordDeps, asked: readonly AskedReturn[]): Promise<Known> {
  const partners = await listPartnersByIds(tx, [...new Set(asked.map(({ partnerId }) => partnerId))])
  const named = asked.flatMap(({ partnerId, item: { orderRef } }) => (orderRef === null ? [] : { partnerId, orderRef }))
  const purchases = await listPurchasesByOrderRefs(tx, named)
  const members = await listMembersByIds(tx, [...new Set(purchases.map(({ memberId }) => memberId))])
  const references = asked.flatMap(({ item }) => item.member ?? [])
  return {
    partners: new Map(partners.map((partner) => [partner.id, partner])),
    orders: new Map(purchases.map((purchase) => [orderOf(purchase), purchase])),
    members: new Map(members.map((member) => [member.id, member])),
    memberOf: await findReferencedMembers({ db: tx, hashIdentifier }, references),
  }
}

function memberIdOf(known: Known, { partnerId, item: { orderRef, member } }: AskedReturn): string | null {
  const order = orderRef === null ? undefined : known.orders.get(orderOf({ partnerId, orderRef }))
  if (order !== undefined) return order.memberId
  const found = member === null ? null : known.memberOf(member)
  return found === null || found instanceof Rejection ? null : found.id
}

/** The member whose points go back: the one of the order, who must be the one that is named, if any is. */
function judgeMember(known: Known, { partnerId, item: { orderRef, member } }: AskedReturn): Member {
  const named = member === null ? null : known.memberOf(member)
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

async function recordOne(tx: Transaction, deps: RecordDeps, known: Known, asked: AskedReturn): Promise<ReturnOutcome> {
  try {
    // A suspended partner may still take points back: they wait, visibly, until it may post again.
    const partner = known.partners.get(asked.partnerId)
    if (partner === undefined) throw new Rejection('partner_unknown', { partnerId: asked.partnerId })
    if (partner.status === 'left') throw new Rejection('partner_left', { partnerId: asked.partnerId })
    checkTrade(asked.item, partner.currency, deps.clock.now())
    checkAmount(asked.item.amountMinor, 1n)
    const member = judgeMember(known, asked)
    return await keepReturn(tx, deps, asked, member, await allocateReturn(tx, { ...asked, memberId: member.id }))
  } catch (error) {
    if (error instanceof Rejection) return { status: 'refused', rejection: error }
    throw error
  }
}

async function keepReturn(
  tx: Transaction,
  deps: RecordDeps,
  { partnerId, item }: AskedReturn,
  member: Member,
  { allocations, unmatchedMinor }: AllocatedReturn,
): Promise<ReturnOutcome> {
  const { returnRef, orderRef, locationId, currency, amountMinor, occurredAt } = item
  const points = allocations.reduce((sum, allocation) => sum + allocation.points, 0n)
  const recordedAt = deps.clock.now()
  const [recorded] = await insertRows(tx, 'purchase_return', [
    {
      id: deps.ids.next(),
      partnerId,
      memberId: member.id,
      returnRef,
      orderRef,
      locationId,
      currency,
      amountMinor,
      unmatchedMinor,
      points,
      occurredAt,
      recordedAt,
    },
  ])
  // Only another member's return under the same reference can have come in between: this member is locked.
  if (recorded === undefined) throw new Rejection('return_conflict', { returnRef, fields: ['member'] })
  await insertRows(
    tx,
    'return_allocation',
    allocations.map(({ purchaseId, amountMinor: amount, points: taken }) => ({
      returnId: recorded.id,
      purchaseId,
      amountMinor: amount,
      points: taken,
    })),
  )
  if (points > 0n)
    await appendToOutbox(tx, [
      {
        id: deps.ids.next(),
        partnerId,
        memberId: member.id,
        account: member.address,
        kind: 'accrual_reversal',
        points: -points,
        sourceId: recorded.id,
        ...commitReference(deps, { partnerId, orderRef: returnRef }),
        recordedAt,
        batchId: null,
        entryNumber: null,
      },
    ])
  return { status: 'recorded', return: recorded, allocations }
}

async function repeat(
  tx: Transaction,
  known: Known,
  { item }: AskedReturn,
  before: PurchaseReturn,
): Promise<ReturnOutcome> {
  const member = item.member === null ? null : known.memberOf(item.member)
  const fields = conflictsOfReturn(before, item, member === null || member instanceof Rejection ? null : member.id)
  if (fields.length > 0)
    return { status: 'refused', rejection: new Rejection('return_conflict', { returnRef: item.returnRef, fields }) }
  return { status: 'repeated', return: before, allocations: await listAllocations(tx, [before.id]) }
}
