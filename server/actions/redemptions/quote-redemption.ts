import { listLeaving } from '../../database/departures.ts'
import type { Reader } from '../../database/engine/client.ts'
import { findPartner, type Partner } from '../../database/partners.ts'
import { isPaused } from '../../database/power-pauses.ts'
import { listRedeemRates } from '../../database/redeem-rates.ts'
import { listRewardsByIds, type Reward } from '../../database/rewards.ts'
import { listSpendingFacts, type MemberSpending } from '../../database/spending-facts.ts'
import { countOpenHolds, countRedemptionsSince } from '../../database/redemptions.ts'
import { assert } from '../../domain/assert.ts'
import { expiryOf, liveLots, epochAt } from '../../domain/lots.ts'
import { consentKindsOf, HOLD_GRACE_MS, type ConsentKind, type HoldLimits } from '../../domain/redemption-order.ts'
import { basketValue, judgeBasket, judgeHold, judgeQuota, spendablePoints } from '../../domain/redemption-points.ts'
import { redeemTermsOf, type RedeemTerms } from '../../domain/redeem-rates.ts'
import { orRejection, Rejection, type RejectionCode } from '../../domain/rejection.ts'
import { dayOf, daySpan } from '../../domain/utc-days.ts'
import type { HashIdentifier } from '../members/hash-identifier.ts'
import { takeBalanceHint } from '../members/balance-hints.ts'
import { findReferencedMembers, type MemberReference, refuseUnproven } from '../members/member-reference.ts'
import type { ProcessLimit } from '../requests/limit-in-process.ts'
import { type BudgetDeps, judgeRedemptions } from '../requests/take-budget.ts'
import { checkRewardCurrency, readReservableReward } from '../rewards/reserve-reward.ts'
import { type RedemptionDetailsDeps, spendingMoment } from './list-redemption-details.ts'

/** A redemption that might be made. */
export interface QuotedRedemption {
  readonly partnerId: number
  readonly member: MemberReference
  readonly points: bigint | null
  readonly rewardId: string | null
  /** Of the basket; null: the partner's main one. */
  readonly currency: string | null
  readonly basketMinor: bigint | null
}

/** What a member has, for a partner to which they showed their card. */
interface SpendableBalance {
  readonly pointsConfirmed: bigint
  readonly pointsHeld: bigint
  readonly pointsAvailable: bigint
  readonly nextExpiry: { readonly points: bigint; readonly expiresAt: Date } | null
}

export interface RedemptionQuote {
  readonly memberId: string
  /** Null while the member is not present: the partner learns only whether they have enough. */
  readonly balance: SpendableBalance | null
  readonly points: bigint
  readonly rewardId: string | null
  /** Null where goods are given. */
  readonly valueMinor: bigint | null
  readonly currency: string
  /** By what points take money off; null for a reward. */
  readonly rate: RedeemTerms | null
  /** With what a hold would be refused now; null when it would not. */
  readonly reason: RejectionCode | null
  readonly consentKinds: readonly ConsentKind[]
}

export interface QuoteDeps extends RedemptionDetailsDeps, Pick<BudgetDeps, 'budgets'> {
  readonly db: Reader
  readonly hashIdentifier: HashIdentifier
  readonly holdLimits: HoldLimits
  readonly balanceHints: ProcessLimit
}

/** Tells what points, or a reward, would cost and give, and whether they could be held now. Nothing is recorded. */
export async function quoteRedemption(deps: QuoteDeps, asked: QuotedRedemption): Promise<RedemptionQuote> {
  const { db, clock } = deps
  const { partnerId } = asked
  const partner = await findPartner(db, partnerId)
  if (partner === null) throw new Rejection('partner_unknown', { partnerId })
  const named = { partnerId, reference: asked.member }
  const found = (await findReferencedMembers(deps, [named]))(named)
  if (found instanceof Rejection) throw found
  refuseUnproven(found, asked.member)
  const { member, isPresent } = found
  if (!isPresent) takeBalanceHint(deps.balanceHints, { partnerId, memberId: member.id })
  const now = clock.now()
  const asOf = await spendingMoment(db, deps, now)
  const facts = (await listSpendingFacts(db, [member.id], { now, graceMs: HOLD_GRACE_MS })).get(member.id)
  assert(facts !== undefined, 'a member has points to look at')
  const openHolds = await countOpenHolds(db, { partnerIds: [partnerId], memberIds: [member.id], now })
  const begun = await countRedemptionsSince(db, {
    partnerIds: [partnerId],
    memberIds: [member.id],
    since: daySpan(dayOf(now)).from,
    now,
  })
  const reward = await findReward(db, asked)
  const points = reward?.points ?? asked.points
  const rate =
    reward === null
      ? redeemTermsOf(await listRedeemRates(db, [partnerId]), partner, { currency: asked.currency, now })
      : null
  if (rate === null) checkRewardCurrency(partner, asked.currency)
  assert(points !== null, 'a quote is for points or for a reward')
  const spendable = spendablePoints(facts, asOf, deps.ledger.epochScale)
  const refusal =
    (await judgeTimes(db, partner)) ??
    (await judgeGoods(deps, asked, { partner, rate, memberId: member.id, points })) ??
    judgeHold(facts, spendable.pointsAvailable, points) ??
    judgeQuota(openHolds(partnerId, member.id), deps.holdLimits, false) ??
    judgeRedemptions(deps, begun(partnerId, member.id), now)
  return {
    memberId: member.id,
    balance: isPresent
      ? { ...spendable, pointsHeld: facts.pointsReserved, nextExpiry: nextExpiryOf(facts, asOf, deps) }
      : null,
    points,
    rewardId: asked.rewardId,
    valueMinor: rate === null ? (reward?.discountMinor ?? null) : basketValue(rate, points),
    currency: rate?.currency ?? partner.currency,
    rate,
    reason: refusal?.code ?? null,
    consentKinds: consentKindsOf(member.kind),
  }
}

async function findReward(db: Reader, { rewardId, partnerId }: QuotedRedemption): Promise<Reward | null> {
  if (rewardId === null) return null
  const [reward] = await listRewardsByIds(db, [rewardId])
  if (reward?.partnerId !== partnerId) throw new Rejection('reward_unknown', { rewardId })
  return reward
}

/** What keeps anybody from spending here now, whoever it is. */
async function judgeTimes(db: Reader, { id, status }: Partner): Promise<Rejection | null> {
  if (status === 'left') return new Rejection('partner_left')
  if ((await listLeaving(db, [id])).has(id)) return new Rejection('partner_leaving')
  return (await isPaused(db, 'redeeming')) ? new Rejection('redeeming_paused') : null
}

async function judgeGoods(
  { db, clock }: QuoteDeps,
  { rewardId, basketMinor }: QuotedRedemption,
  { partner, rate, memberId, points }: { partner: Partner; rate: RedeemTerms | null; memberId: string; points: bigint },
): Promise<Rejection | null> {
  if (rate !== null) return judgeBasket(rate, points, basketMinor)
  assert(rewardId !== null, 'a quote is for points or for a reward')
  const asked = { rewardId, partnerId: partner.id, memberId, basketMinor: basketMinor ?? 0n, now: clock.now() }
  const reward = await orRejection(() => readReservableReward(db, asked))
  return reward instanceof Rejection ? reward : null
}

function nextExpiryOf({ lots }: MemberSpending, asOf: Date, { ledger: { epochScale } }: QuoteDeps) {
  const [oldest] = liveLots(lots, epochAt(Math.floor(asOf.getTime() / 1_000), epochScale))
  if (oldest === undefined) return null
  return { points: oldest.points, expiresAt: new Date(expiryOf(oldest.epoch, epochScale) * 1_000) }
}
