import { type Departure, listLeaving } from '../../database/departures.ts'
import type { Database, Transaction } from '../../database/engine/client.ts'
import type { Member } from '../../database/members.ts'
import { lockMembers } from '../../database/members.ts'
import { listPartnersByIds, type Partner } from '../../database/partners.ts'
import { isPaused } from '../../database/power-pauses.ts'
import { listRedeemRates, type StoredRedeemRate } from '../../database/redeem-rates.ts'
import {
  countOpenHolds,
  countRedemptionsSince,
  insertRedemptions,
  listRedemptionsByReferences,
  type Redemption,
} from '../../database/redemptions.ts'
import { listSpendingFacts, type MemberSpending } from '../../database/spending-facts.ts'
import { assert } from '../../domain/assert.ts'
import type { Clock, Ids, Randomness } from '../../domain/environment.ts'
import { isOwnClaim } from '../../domain/own-claims.ts'
import { HOLD_GRACE_MS, type HoldLimits, type OrderNaming } from '../../domain/redemption-order.ts'
import { judgeBasket, judgeHold, judgeQuota, type OpenHolds, spendablePoints } from '../../domain/redemption-points.ts'
import { redeemTermsOf } from '../../domain/redeem-rates.ts'
import { orRejection, Rejection, Transient } from '../../domain/rejection.ts'
import { dayOf, daySpan } from '../../domain/utc-days.ts'
import type { ApprovalSecret } from './approval-secret.ts'
import { type Draft, draftHold, type Price } from './draft-hold.ts'
import { conflictsOfHold, type NewHold } from './hold-facts.ts'
import { judgeAbsent } from '../members/balance-hints.ts'
import type { HashIdentifier } from '../members/hash-identifier.ts'
import {
  findReferencedMembers,
  type FindReferenced,
  type FoundMember,
  refuseUnproven,
} from '../members/member-reference.ts'
import { type Meeting, noteMeetings } from '../members/note-meetings.ts'
import { noteRedemptions } from './redemption-events.ts'
import { checkRewardCurrency, reserveReward } from '../rewards/reserve-reward.ts'
import { type BudgetDeps, judgeRedemptions } from '../requests/take-budget.ts'
import type { ProcessLimit } from '../requests/limit-in-process.ts'
import { runSubmissions, type Submission, type SubmissionOutcome } from '../requests/run-submissions.ts'
import {
  type RedemptionDetailsDeps,
  listRedemptionDetails,
  type RedemptionDetails,
  spendingMoment,
} from './list-redemption-details.ts'

/** What became of one hold. */
export type HoldOutcome =
  | { readonly status: 'held' | 'repeated'; readonly redemption: RedemptionDetails }
  | { readonly status: 'refused'; readonly rejection: Rejection }

export type HoldSubmission = Submission<NewHold, HoldOutcome>

export interface HoldDeps extends RedemptionDetailsDeps, BudgetDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly randomness: Randomness
  readonly hashIdentifier: HashIdentifier
  readonly orders: OrderNaming
  readonly approvalSecret: ApprovalSecret
  readonly holdLimits: HoldLimits
  readonly balanceHints: ProcessLimit
}

interface AskedHold {
  readonly partnerId: number
  readonly item: NewHold
}

/** What was held before under the reference that is asked for. */
type NamedRedemption = Redemption & { readonly reference: string }

/** What a run has read since the members were locked, and what it has promised so far. */
interface Run {
  readonly deps: HoldDeps
  readonly tx: Transaction
  readonly now: Date
  readonly asOf: Date
  readonly partners: ReadonlyMap<number, Partner>
  /** Those of these partners that are leaving. */
  readonly leaving: ReadonlyMap<number, Departure>
  readonly isRedeemingPaused: boolean
  /** All versions of those partners' rates. */
  readonly rates: readonly StoredRedeemRate[]
  readonly memberOf: FindReferenced
  readonly spending: Map<string, MemberSpending>
  /** What was open before this run. */
  readonly openBefore: (partnerId: number, memberId: string) => OpenHolds
  /** How many were begun today before this run, and have spent points or may. */
  readonly begunBefore: (partnerId: number, memberId: string) => number
  /** By reference: what was held before, and in this run. */
  readonly known: Map<string, Draft | NamedRedemption>
  /** All that this run holds, and those of it that are not stored yet. */
  readonly drafts: Draft[]
  waiting: Draft[]
  readonly stored: Set<string>
}

const nameOf = ({ partnerId, reference }: { partnerId: number; reference: string }) => `${partnerId}/${reference}`

/**
 * Holds points, many requests in one transaction. The members are locked in order, so that all that is held of one member's
 * points, by whichever till and process, is held one after the other.
 */
export function placeHolds(
  deps: HoldDeps,
  submissions: readonly HoldSubmission[],
): Promise<SubmissionOutcome<HoldOutcome>[]> {
  return runSubmissions(deps, submissions, (tx, asked) => holdAll(tx, deps, asked))
}

async function holdAll(tx: Transaction, deps: HoldDeps, asked: readonly AskedHold[]): Promise<HoldOutcome[]> {
  if (asked.length === 0) return []
  const run = await begin(tx, deps, asked)
  const judged = []
  for (const one of asked) judged.push(await orRejection(() => holdOne(run, one)))
  await store(run)
  await noteMeetings(tx, run.now, meetingsOf(run, asked, judged))
  const drafts = judged.flatMap((one) => (one instanceof Rejection ? [] : [one.draft]))
  const seen = await listRedemptionDetails(
    tx,
    deps,
    drafts.map(({ id }) => id),
  )
  const lost = await listRivals(run, drafts)
  return judged.map((one) => {
    if (one instanceof Rejection) return { status: 'refused', rejection: one }
    const redemption = seen.get(one.draft.id)
    if (redemption !== undefined) return { status: one.isRepeated ? 'repeated' : 'held', redemption }
    return { status: 'refused', rejection: lost(one.draft) }
  })
}

function meetingsOf({ memberOf }: Run, asked: readonly AskedHold[], judged: readonly unknown[]): Meeting[] {
  return asked.flatMap(({ partnerId, item }, at) => {
    const found = memberOf({ partnerId, reference: item.member })
    return judged[at] instanceof Rejection || found instanceof Rejection ? [] : [{ ...found, partnerId }]
  })
}

async function begin(tx: Transaction, deps: HoldDeps, asked: readonly AskedHold[]): Promise<Run> {
  const partnerIds = [...new Set(asked.map(({ partnerId }) => partnerId))]
  const partners = await listPartnersByIds(tx, partnerIds)
  const references = asked.map(({ partnerId, item }) => ({ partnerId, reference: item.member }))
  const memberOf = await findReferencedMembers({ ...deps, db: tx }, references)
  const found = references.map(memberOf)
  const memberIds = [...new Set(found.flatMap((one) => (one instanceof Rejection ? [] : [one.member.id])))]
  await lockMembers(tx, memberIds)
  // Everything that decides is read after the lock, including the time, so that earlier transactions are visible.
  const now = deps.clock.now()
  const names = asked.map(({ partnerId, item }) => ({ partnerId, reference: item.reference }))
  return {
    deps,
    tx,
    now,
    asOf: await spendingMoment(tx, deps, now),
    partners: new Map(partners.map((partner) => [partner.id, partner])),
    leaving: await listLeaving(tx, partnerIds),
    isRedeemingPaused: await isPaused(tx, 'redeeming'),
    rates: await listRedeemRates(tx, partnerIds),
    memberOf,
    spending: await listSpendingFacts(tx, memberIds, { now, graceMs: HOLD_GRACE_MS }),
    openBefore: await countOpenHolds(tx, { partnerIds, memberIds, now }),
    begunBefore: await countRedemptionsSince(tx, { partnerIds, memberIds, since: daySpan(dayOf(now)).from, now }),
    known: new Map((await listRedemptionsByReferences(tx, names)).map((one) => [nameOf(one), one])),
    drafts: [],
    waiting: [],
    stored: new Set(),
  }
}

/** Holds what one request asks for, or finds what it asked for before. */
async function holdOne(run: Run, asked: AskedHold): Promise<{ draft: Draft; isRepeated: boolean }> {
  const { partnerId, item } = asked
  const partner = run.partners.get(partnerId)
  if (partner === undefined) throw new Rejection('partner_unknown', { partnerId })
  const before = run.known.get(nameOf({ partnerId, reference: item.reference }))
  const found = run.memberOf({ partnerId, reference: item.member })
  if (before !== undefined) {
    const memberId = found instanceof Rejection ? null : found.member.id
    const currency = run.rates.find(({ id }) => id === before.redeemRateId)?.currency ?? partner.currency
    const fields = conflictsOfHold({ ...before, currency }, item, { memberId, mainCurrency: partner.currency })
    if (fields.length > 0) throw new Rejection('redemption_conflict', { reference: item.reference, fields })
    return { draft: before, isRepeated: true }
  }
  if (partner.status === 'left') throw new Rejection('partner_left')
  if (run.leaving.has(partnerId)) throw new Rejection('partner_leaving')
  if (run.isRedeemingPaused) throw new Rejection('redeeming_paused')
  if (found instanceof Rejection) throw found
  refuseUnproven(found, item.member)
  const price = await priceOf(run, partner, found.member, item)
  return { draft: reserve(run, { partnerId, item, found, price }), isRepeated: false }
}

/** The points that are asked for: of the basket, or the price of a reward, which is then locked for this member. */
async function priceOf(run: Run, partner: Partner, member: Member, item: NewHold): Promise<Price> {
  const { points, rewardId, currency, basketMinor } = item
  if (rewardId === null) {
    assert(points !== null, 'a hold is for points or for a reward')
    const rate = redeemTermsOf(run.rates, partner, { currency, now: run.now })
    const refusal = judgeBasket(rate, points, basketMinor)
    if (refusal !== null) throw refusal
    return { points, redeemRateId: rate.id }
  }
  checkRewardCurrency(partner, currency)
  // What this run holds of the same reward must be counted.
  if (run.waiting.some((draft) => draft.rewardId === rewardId)) await store(run)
  const asked = { rewardId, partnerId: partner.id, memberId: member.id, basketMinor: basketMinor ?? 0n, now: run.now }
  return { points: (await reserveReward(run.tx, asked)).points, redeemRateId: null }
}

function reserve(run: Run, { partnerId, item, found, price }: AskedHold & { found: FoundMember; price: Price }): Draft {
  const { points } = price
  const memberId = found.member.id
  const facts = run.spending.get(memberId)
  assert(facts !== undefined, 'a locked member has points to look at')
  const { pointsAvailable } = spendablePoints(facts, run.asOf, run.deps.ledger.epochScale)
  const isTold = found.isPresent || isOwnClaim(item)
  const judge = () => judgeHold(facts, pointsAvailable, points)
  const refusal =
    (isTold ? judge() : judgeAbsent(run.deps.balanceHints, { partnerId, memberId }, judge)) ??
    judgeQuota(openHolds(run, partnerId, memberId), run.deps.holdLimits, isOwnClaim(item)) ??
    judgeBudget(run, partnerId, memberId)
  if (refusal !== null) throw refusal
  const draft = draftHold(run, { partnerId, item, facts, price })
  run.spending.set(memberId, { ...facts, pointsReserved: facts.pointsReserved + points })
  run.known.set(nameOf(draft), draft)
  run.drafts.push(draft)
  run.waiting.push(draft)
  return draft
}

/** Refuses one more redemption today: each costs the gas of its burn, however few points it takes. */
function judgeBudget({ begunBefore, drafts, deps, now }: Run, partnerId: number, memberId: string): Rejection | null {
  const own = drafts.filter((draft) => draft.partnerId === partnerId && draft.memberId === memberId)
  return judgeRedemptions(deps, begunBefore(partnerId, memberId) + own.length, now)
}

/** What the partner has open now, with what this run has promised. */
function openHolds({ openBefore, drafts }: Run, partnerId: number, memberId: string): OpenHolds {
  const { ofMember, ofAll } = openBefore(partnerId, memberId)
  const own = drafts.filter((draft) => draft.partnerId === partnerId)
  return {
    ofMember: ofMember + own.filter((draft) => draft.memberId === memberId).length,
    ofAll: ofAll + own.filter((draft) => !isOwnClaim(draft)).length,
  }
}

async function store(run: Run): Promise<void> {
  const rows = run.waiting
  run.waiting = []
  const inserted = await insertRedemptions(run.tx, rows)
  for (const { id } of inserted) run.stored.add(id)
  noteRedemptions(run.tx, 'redemption.held', inserted, run.now)
}

/** Says of a draft that was not stored what was stored instead: another member's hold under the same reference. */
async function listRivals({ tx, stored }: Run, drafts: readonly Draft[]): Promise<(draft: Draft) => Rejection> {
  const lost = drafts.filter(({ id, state }) => state === 'held' && !stored.has(id))
  const rivals = new Set((await listRedemptionsByReferences(tx, lost)).map(nameOf))
  return (draft) => {
    // Only another member's lock lets a rival in between; anything else is tried again.
    if (!rivals.has(nameOf(draft))) throw new Transient('a hold was not stored', null)
    return new Rejection('redemption_conflict', { reference: draft.reference, fields: ['member'] })
  }
}
