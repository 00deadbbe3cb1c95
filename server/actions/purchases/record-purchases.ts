import type { Database } from '../../database/engine/client.ts'
import type { StoredEarningRule } from '../../database/earning-rules.ts'
import type { NewRow } from '../../database/engine/tables.ts'
import { assert } from '../../domain/assert.ts'
import type { Clock, Ids, Randomness } from '../../domain/environment.ts'
import type { NewPartnerEvent } from '../../domain/partner-events.ts'
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
import { relationsOf } from '../members/note-meetings.ts'
import type { FindProgrammes } from '../programme/live-programmes.ts'
import { commitReference, type CommitOrder } from './order-commitment.ts'
import { conflictsOfPurchase, type NewPurchase } from './purchase-facts.ts'
import { insertSubmissions, type Plan } from '../requests/insert-submissions.ts'
import type { Submission, SubmissionOutcome } from '../requests/run-submissions.ts'

/** How many purchases one request may bring. */
export const PURCHASES_PER_REQUEST_MAX = 1_000

export interface RecordDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly randomness: Randomness
  readonly hashIdentifier: HashIdentifier
  readonly findProgrammes: FindProgrammes
  readonly commitOrder: CommitOrder
}

/** A purchase that is about to be recorded: its order is known. */
type NewPurchaseRow = NewRow<'purchase'> & { readonly orderRef: string }

/** What became of one purchase: recorded now, known already as the same, or refused with nothing done. */
export type PurchaseOutcome =
  | {
      readonly status: 'recorded' | 'repeated'
      readonly purchase: NewPurchaseRow
      readonly rule: StoredEarningRule
    }
  | { readonly status: 'refused'; readonly rejection: Rejection }

export type PurchaseSubmission = Submission<NewPurchase, PurchaseOutcome>

/**
 * Records purchases and the points that they earn, of any number of requests, together. Each purchase has its
 * own outcome. The natural key (partner, order reference) is unique for ever: the same purchase again gets its first
 * answer, another one under the same reference is refused.
 */
export function recordPurchases(
  deps: RecordDeps,
  submissions: readonly PurchaseSubmission[],
): Promise<SubmissionOutcome<PurchaseOutcome>[]> {
  return insertSubmissions(deps, submissions, async (asked) => {
    const known = await learnForPurchases(deps.db, deps, asked)
    return (fresh) => planAll(deps, known, fresh)
  })
}

function planAll(deps: RecordDeps, known: Known, asked: readonly AskedPurchase[]): Plan<PurchaseOutcome> {
  const judged = asked.map((one) => judgePurchase(known, one))
  const drafts = firstOfEachOrder(
    known,
    judged.flatMap((draft) => (draft instanceof Rejection ? [] : [draft])),
  )
  const recorded = drafts.map((draft) => ({ draft, purchase: purchaseOf(deps, draft) }))
  const entries = recorded.filter(({ draft }) => draft.points > 0n).map((one) => accrualOf(deps, one))
  const unreported = new Map(recorded.map(({ purchase }) => [orderOf(purchase), purchase]))
  const all = new Map<string, NewPurchaseRow>([...known.recorded, ...unreported])
  return {
    inserts: [
      { table: 'purchase', rows: recorded.map(({ purchase }) => purchase) },
      { table: 'outbox_entry', rows: entries.map(({ entry }) => entry) },
      { table: 'member_relation', rows: relationsOf(deps.clock.now(), drafts) },
    ],
    events: entries.map(({ event }) => event),
    outcomes: asked.map((one, at) => {
      // The first good purchase under an order reference is the one that is recorded.
      const judgement = judged[at]
      const isNew =
        !(judgement instanceof Rejection) && unreported.delete(orderOf({ ...one, orderRef: one.item.orderRef }))
      return outcomeOf(known, all, one, judgement, isNew)
    }),
  }
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

function purchaseOf(
  { ids, clock }: RecordDeps,
  { member, rule, isPresent: _isPresent, isNoted: _isNoted, ...facts }: PurchaseDraft,
): NewPurchaseRow {
  return { ...facts, id: ids.next(), memberId: member.id, earningRuleId: rule.id, recordedAt: clock.now() }
}

/** The entry of the points that a purchase earns, and the event that tells of it. */
function accrualOf(
  deps: RecordDeps,
  { draft, purchase }: { draft: PurchaseDraft; purchase: NewPurchaseRow },
): { entry: NewRow<'outbox_entry'>; event: NewPartnerEvent } {
  const { id: purchaseId, partnerId, memberId, orderRef, points, recordedAt } = purchase
  const id = deps.ids.next()
  return {
    entry: {
      id,
      partnerId,
      memberId,
      account: draft.member.address,
      kind: 'accrual',
      points,
      sourceId: purchaseId,
      ...commitReference(deps, { partnerId, orderRef }),
      recordedAt,
      batchId: null,
      entryNumber: null,
      explanation: null,
    },
    event: {
      partnerId,
      type: 'accrual.accepted',
      objectId: id,
      data: { entryId: id, purchaseId, orderRef, memberId, points: String(points) },
      at: recordedAt,
    },
  }
}

function outcomeOf(
  known: Known,
  recorded: ReadonlyMap<string, NewPurchaseRow>,
  asked: AskedPurchase,
  judgement: PurchaseDraft | Rejection | undefined,
  isNew: boolean,
): PurchaseOutcome {
  const { partnerId, item } = asked
  const purchase = recorded.get(orderOf({ partnerId, orderRef: item.orderRef }))
  if (purchase === undefined) {
    assert(judgement instanceof Rejection, 'a purchase is either recorded or refused')
    return { status: 'refused', rejection: judgement }
  }
  const rule = known.rules.find(({ id }) => id === purchase.earningRuleId)
  assert(rule !== undefined, 'the rule of a recorded purchase is kept')
  if (isNew) return { status: 'recorded', purchase, rule }
  const found = known.memberOf(asked)
  const fields = conflictsOfPurchase(purchase, item, found instanceof Rejection ? null : found.member.id)
  if (fields.length > 0)
    return { status: 'refused', rejection: new Rejection('purchase_conflict', { orderRef: item.orderRef, fields }) }
  return { status: 'repeated', purchase, rule }
}
