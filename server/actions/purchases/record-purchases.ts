import type { Database, Transaction } from '../../database/engine/client.ts'
import type { StoredEarningRule } from '../../database/earning-rules.ts'
import { noteEvents } from '../../database/feed-events.ts'
import type { Member } from '../../database/members.ts'
import { appendToOutbox } from '../../database/outbox.ts'
import { listPurchasesByOrderRefs, type Purchase } from '../../database/purchases.ts'
import { insertRows } from '../../database/engine/save-rows.ts'
import { assert } from '../../domain/assert.ts'
import type { Clock, Ids, Randomness } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import {
  judgePurchase,
  learnForPurchases,
  orderOf,
  type AskedPurchase,
  type Known,
  type PurchaseDraft,
} from './judge-purchase.ts'
import type { HashIdentifier } from '../members/hash-identifier.ts'
import { commitReference, type CommitOrder } from './order-commitment.ts'
import { conflictsOfPurchase, type NewPurchase } from './purchase-facts.ts'
import { runSubmissions, type Submission, type SubmissionOutcome } from '../requests/run-submissions.ts'

/** How many purchases one request may bring. */
export const PURCHASES_PER_REQUEST_MAX = 1_000

export interface RecordDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly randomness: Randomness
  readonly hashIdentifier: HashIdentifier
  readonly commitOrder: CommitOrder
}

/** What became of one purchase: recorded now, known already as the same, or refused with nothing done. */
export type PurchaseOutcome =
  | { readonly status: 'recorded' | 'repeated'; readonly purchase: Purchase; readonly rule: StoredEarningRule }
  | { readonly status: 'refused'; readonly rejection: Rejection }

export type PurchaseSubmission = Submission<NewPurchase, PurchaseOutcome>

/**
 * Records purchases and the points that they earn, of any number of requests, in one transaction. Each purchase has its
 * own outcome. The natural key (partner, order reference) is unique for ever: the same purchase again gets its first
 * answer, another one under the same reference is refused.
 */
export function recordPurchases(
  deps: RecordDeps,
  submissions: readonly PurchaseSubmission[],
): Promise<SubmissionOutcome<PurchaseOutcome>[]> {
  return runSubmissions(deps, submissions, (tx, asked) => recordAll(tx, deps, asked))
}

async function recordAll(
  tx: Transaction,
  deps: RecordDeps,
  asked: readonly AskedPurchase[],
): Promise<PurchaseOutcome[]> {
  if (asked.length === 0) return []
  const known = await learnForPurchases(tx, deps, asked)
  const judged = asked.map((one) => judgePurchase(known, one))
  const drafts = firstOfEachOrder(
    known,
    judged.flatMap((draft) => (draft instanceof Rejection ? [] : [draft])),
  )
  const inserted = await insertPurchases(tx, deps, drafts)
  for (const purchase of inserted) known.recorded.set(orderOf(purchase), purchase)
  // Rivals: another process recorded the same order while this transaction ran.
  const rivals = drafts.filter((draft) => !known.recorded.has(orderOf(draft)))
  for (const purchase of await listPurchasesByOrderRefs(tx, rivals)) known.recorded.set(orderOf(purchase), purchase)
  await appendAccruals(tx, deps, drafts, inserted)
  const unreported = new Set(inserted.map(orderOf))
  return asked.map((one, at) => {
    // The first good purchase under an order reference is the one that was recorded.
    const judgement = judged[at]
    const isNew =
      !(judgement instanceof Rejection) && unreported.delete(orderOf({ ...one, orderRef: one.item.orderRef }))
    return outcomeOf(known, one, judgement, isNew)
  })
}

/** Keeps the first draft of each order that is not recorded yet. */
function firstOfEachOrder(known: Known, drafts: readonly PurchaseDraft[]): PurchaseDraft[] {
  const first = new Map<string, PurchaseDraft>()
  for (const draft of drafts) {
    const order = orderOf(draft)
    if (!known.recorded.has(order) && !first.has(order)) first.set(order, draft)
  }
  return [...first.values()]
}

function insertPurchases(tx: Transaction, { ids, clock }: RecordDeps, drafts: readonly PurchaseDraft[]) {
  const recordedAt = clock.now()
  const rows = drafts.map(({ member, rule, ...facts }) => ({
    ...facts,
    id: ids.next(),
    memberId: member.id,
    earningRuleId: rule.id,
    recordedAt,
  }))
  return insertRows(tx, 'purchase', rows)
}

async function appendAccruals(
  tx: Transaction,
  deps: RecordDeps,
  drafts: readonly PurchaseDraft[],
  purchases: readonly Purchase[],
): Promise<void> {
  const members = new Map<string, Member>(drafts.map(({ member }) => [member.id, member]))
  const rows = purchases
    .filter(({ points }) => points > 0n)
    .map(({ id, partnerId, memberId, orderRef, points, recordedAt }) => {
      const member = members.get(memberId)
      assert(member !== undefined, 'a recorded purchase has a member')
      return {
        id: deps.ids.next(),
        partnerId,
        memberId,
        account: member.address,
        kind: 'accrual' as const,
        points,
        sourceId: id,
        ...commitReference(deps, { partnerId, orderRef }),
        recordedAt,
        batchId: null,
        entryNumber: null,
      }
    })
  const entries = await appendToOutbox(tx, rows)
  const orderRefs = new Map(purchases.map(({ id, orderRef }) => [id, orderRef]))
  noteEvents(
    tx,
    entries.map(({ id, partnerId, memberId, sourceId, points, recordedAt }) => ({
      partnerId,
      type: 'accrual.accepted' as const,
      objectId: id,
      data: {
        entryId: id,
        purchaseId: sourceId,
        orderRef: orderRefs.get(sourceId) ?? null,
        memberId,
        points: String(points),
      },
      at: recordedAt,
    })),
  )
}

function outcomeOf(
  known: Known,
  { partnerId, item }: AskedPurchase,
  judgement: PurchaseDraft | Rejection | undefined,
  isNew: boolean,
): PurchaseOutcome {
  const purchase = known.recorded.get(orderOf({ partnerId, orderRef: item.orderRef }))
  if (purchase === undefined) {
    assert(judgement instanceof Rejection, 'a purchase is either recorded or refused')
    return { status: 'refused', rejection: judgement }
  }
  const rule = known.rules.find(({ id }) => id === purchase.earningRuleId)
  assert(rule !== undefined, 'the rule of a recorded purchase is kept')
  if (isNew) return { status: 'recorded', purchase, rule }
  const member = known.memberOf(item.member)
  const fields = conflictsOfPurchase(purchase, item, member instanceof Rejection ? null : member.id)
  if (fields.length > 0)
    return { status: 'refused', rejection: new Rejection('purchase_conflict', { orderRef: item.orderRef, fields }) }
  return { status: 'repeated', purchase, rule }
}
