import { listLeaving } from '../../database/departures.ts'
import type { Database, Transaction } from '../../database/engine/client.ts'
import { noteEvents } from '../../database/feed-events.ts'
import { findPartner } from '../../database/partners.ts'
import { countBurned } from '../../database/redemption-events.ts'
import { lockRedemptions, type Redemption } from '../../database/redemptions.ts'
import {
  findRestorationByReference,
  findRestorationView,
  insertRestoration,
  type RestorationView,
  sumRestoredPoints,
} from '../../database/restorations.ts'
import { assert } from '../../domain/assert.ts'
import { restorationsMax } from '../../domain/budgets.ts'
import type { Ids } from '../../domain/environment.ts'
import { canBeRestored, RESTORE_DAYS_MAX } from '../../domain/redemption-order.ts'
import { orRejection, Rejection } from '../../domain/rejection.ts'
import { DAY_MS } from '../../domain/utc-days.ts'
import { endClaimOf } from '../../database/end-claim.ts'
import { type BudgetDeps, takeBudget } from '../requests/take-budget.ts'
import { runSubmissions, type Submission, type SubmissionOutcome } from '../requests/run-submissions.ts'
import { type RedemptionDetailsDeps, listRedemptionDetails } from './list-redemption-details.ts'

/** Points of a burned redemption that a partner gives back. */
export interface NewRestoration {
  readonly redemptionId: string
  readonly reference: string
  readonly points: bigint
}

export type RestorationOutcome =
  | { readonly status: 'requested' | 'repeated'; readonly restoration: RestorationView }
  | { readonly status: 'refused'; readonly rejection: Rejection }

export interface RestoreDeps extends RedemptionDetailsDeps, BudgetDeps {
  readonly db: Database
  readonly ids: Ids
}

/**
 * Records that points go back to the member; the relayer sends it to the ledger. When all that a reward cost goes back, its
 * claim is cancelled with it; while a part is kept, so is the claim.
 */
export async function restoreRedemption(
  deps: RestoreDeps,
  submission: Submission<NewRestoration, RestorationOutcome>,
): Promise<SubmissionOutcome<RestorationOutcome>> {
  const [outcome] = await runSubmissions(deps, [submission], async (tx, asked) => {
    const outcomes: RestorationOutcome[] = []
    for (const { partnerId, item } of asked) {
      const requested = await orRejection(() => requestRestoration(tx, deps, { partnerId, ...item }))
      outcomes.push(requested instanceof Rejection ? { status: 'refused', rejection: requested } : requested)
    }
    return outcomes
  })
  assert(outcome !== undefined, 'a submission has an outcome')
  return outcome
}

/** The same within a transaction that does more; a refusal is thrown before anything is written. */
export async function requestRestoration(
  tx: Transaction,
  deps: Omit<RestoreDeps, 'db'>,
  asked: NewRestoration & { partnerId: number },
): Promise<RestorationOutcome & { status: 'requested' | 'repeated' }> {
  const { partnerId, redemptionId, reference, points } = asked
  const [redemption] = await lockRedemptions(tx, [redemptionId])
  if (redemption?.partnerId !== partnerId) throw new Rejection('redemption_unknown')
  const before = await findRestorationByReference(tx, { partnerId, reference })
  if (before !== null) {
    const fields = Object.entries({
      redemptionId: before.redemptionId !== redemptionId,
      points: before.points !== points,
    }).flatMap(([field, differs]) => (differs ? [field] : []))
    if (fields.length > 0) throw new Rejection('restoration_conflict', { reference, fields })
    const view = await findRestorationView(tx, { partnerId, id: before.id })
    assert(view !== null, 'a restoration stays')
    return { status: 'repeated', restoration: view }
  }
  await checkPartner(tx, deps, partnerId)
  const pointsLeft = await judge(tx, deps, redemption, points)
  await takeRestoration(tx, deps, partnerId)
  const row = { partnerId, redemptionId, reference, points, state: 'requested' as const, failedReason: null }
  const stored = await insertRestoration(tx, {
    id: deps.ids.next(),
    memberId: redemption.memberId,
    ...row,
    callId: null,
    recordedAt: deps.clock.now(),
  })
  // Only one for another redemption can have come in between: this one is locked.
  if (stored === null) throw new Rejection('restoration_conflict', { reference, fields: ['redemptionId'] })
  noteEvents(tx, [
    {
      partnerId,
      type: 'redemption.reversed',
      objectId: stored.id,
      data: {
        restorationId: stored.id,
        redemptionId,
        reference,
        memberId: redemption.memberId,
        points: String(points),
      },
      at: stored.recordedAt,
    },
  ])
  if (points === pointsLeft) await endClaimOf(tx, { redemptionId, now: stored.recordedAt })
  return { status: 'requested', restoration: { ...stored, transactionHash: null } }
}

/** The registry lets go of a partner once nothing of it is open: what came later could never be sent. */
async function checkPartner(tx: Transaction, { clock }: Omit<RestoreDeps, 'db'>, partnerId: number): Promise<void> {
  const partner = await findPartner(tx, partnerId)
  const until = (await listLeaving(tx, [partnerId])).get(partnerId)?.returnsUntil
  if (partner?.status === 'left' || (until !== undefined && clock.now() >= until))
    throw new Rejection('partner_left', { partnerId })
}

/** Uses the partner's budget of restorations, which grows with what is redeemed at it: each is a transaction, however few its points. */
async function takeRestoration(tx: Transaction, deps: Omit<RestoreDeps, 'db'>, partnerId: number): Promise<void> {
  const since = new Date(deps.clock.now().getTime() - RESTORE_DAYS_MAX * DAY_MS)
  const usedMax = restorationsMax(deps.budgets.limits, await countBurned(tx, { partnerId, since }))
  await takeBudget(tx, deps, { budget: 'restorations_of_partner', subject: String(partnerId), usedMax })
}

/** Refuses points that cannot be given back; returns what could be. */
async function judge(
  tx: Transaction,
  deps: Omit<RestoreDeps, 'db'>,
  redemption: Redemption,
  points: bigint,
): Promise<bigint> {
  const seen = (await listRedemptionDetails(tx, deps, [redemption.id])).get(redemption.id)
  const burnedAt = seen?.burnedAt ?? null
  if (burnedAt === null) throw new Rejection('redemption_not_burned')
  if (!canBeRestored(burnedAt, deps.clock.now()))
    throw new Rejection('restoration_out_of_time', { daysMax: RESTORE_DAYS_MAX })
  const pointsLeft = redemption.points - (await sumRestoredPoints(tx, redemption.id))
  if (points < 1n) throw new Rejection('points_out_of_range', { pointsMin: '1', pointsMax: String(redemption.points) })
  if (points > pointsLeft)
    throw new Rejection('restoration_exceeds_redemption', {
      pointsLeft: String(pointsLeft),
      pointsAsked: String(points),
    })
  return pointsLeft
}
