import type { Database, Transaction } from '../../database/engine/client.ts'
import { lockRedemptions, saveRedemptions, type Redemption } from '../../database/redemptions.ts'
import { listAccountStandings, type AccountStanding } from '../../database/spending-facts.ts'
import { assert } from '../../domain/assert.ts'
import { hasEnded } from '../../domain/redemption-state.ts'
import { orRejection, Rejection } from '../../domain/rejection.ts'
import { createIntake, type Intake } from '../requests/intake.ts'
import { noteRedemptions } from './redemption-events.ts'
import { type RedemptionDetailsDeps, listRedemptionDetails, type RedemptionDetails } from './list-redemption-details.ts'

/** A redemption, and whose it must be: a partner's or a member's own, or anybody's who proved to know of it. */
export interface NamedRedemption {
  readonly redemptionId: string
  readonly partnerId: number | null
  readonly memberId: string | null
}

/** What a change looks at, all of it locked. */
export interface LockedRedemption {
  readonly tx: Transaction
  readonly redemption: Redemption
  readonly standing: AccountStanding
  readonly now: Date
}

/**
 * What becomes of a locked redemption: its new row, the same one where nothing is left to do, or a refusal. A refusal that is
 * returned keeps what the change wrote besides; one that is thrown must come before anything was written.
 */
export type Change = (locked: LockedRedemption) => Promise<Redemption | Rejection> | Redemption | Rejection

export interface ChangeSubmission {
  readonly partnerId: number | null
  /** One: the intake counts them. */
  readonly items: readonly [NamedRedemption]
  readonly keyed: null
  readonly change: Change
}

export type ChangeOutcome = RedemptionDetails | Rejection

export type RedemptionIntake = Intake<ChangeSubmission, ChangeOutcome>

export interface ChangeDeps extends RedemptionDetailsDeps {
  readonly db: Database
}

/** Lets requests that come at the same time share the transactions of `changeRedemptions`. */
export function createRedemptionIntake(deps: ChangeDeps): RedemptionIntake {
  return createIntake((submissions) => changeRedemptions(deps, submissions))
}

/** Changes redemptions, many requests in one transaction, members locked before their redemptions and in order. */
export function changeRedemptions(deps: ChangeDeps, asked: readonly ChangeSubmission[]): Promise<ChangeOutcome[]> {
  return deps.db.transaction(async (tx) => {
    const ids = [...new Set(asked.map(({ items: [named] }) => named.redemptionId))]
    const rows = new Map((await lockRedemptions(tx, ids)).map((row) => [row.id, row]))
    const standings = await listAccountStandings(tx, [...new Set([...rows.values()].map(({ memberId }) => memberId))])
    const now = deps.clock.now()
    const changed = new Map<string, Redemption>()
    const outcomes: (string | Rejection)[] = []
    for (const { items, change } of asked) {
      const [named] = items
      const redemption = changed.get(named.redemptionId) ?? rows.get(named.redemptionId)
      if (redemption === undefined || !isOwn(redemption, named)) {
        outcomes.push(new Rejection('redemption_unknown'))
        continue
      }
      const standing = standings.get(redemption.memberId)
      assert(standing !== undefined, 'a redemption has its member')
      const after = await orRejection(async () => change({ tx, redemption, standing, now }))
      outcomes.push(after instanceof Rejection ? after : after.id)
      if (after instanceof Rejection || after === redemption) continue
      changed.set(after.id, after)
      if (after.nonce !== null && after.account === standing.account)
        standings.set(after.memberId, { ...standing, lastNonce: Math.max(standing.lastNonce, after.nonce) })
    }
    await saveRedemptions(tx, [...changed.values()])
    for (const state of ['captured', 'voided'] as const) {
      const arrived = [...changed.values()].filter((one) => one.state === state && rows.get(one.id)?.state !== state)
      noteRedemptions(tx, `redemption.${state}`, arrived, now)
    }
    const seen = await listRedemptionDetails(tx, deps, [...rows.keys()])
    return outcomes.map((outcome) => {
      if (outcome instanceof Rejection) return outcome
      const redemption = seen.get(outcome)
      assert(redemption !== undefined, 'a locked redemption is seen')
      return redemption
    })
  })
}

/** Changes one redemption, together with those that others change at the same time. A refusal is thrown. */
export async function changeRedemption(
  intake: RedemptionIntake,
  named: NamedRedemption,
  change: Change,
): Promise<RedemptionDetails> {
  const outcome = await intake.submit({ partnerId: named.partnerId, items: [named], keyed: null, change })
  if (outcome instanceof Rejection) throw outcome
  return outcome
}

/** Whether a redemption is the one that was named: another's is as unknown as none. */
export function isOwn(
  redemption: Pick<Redemption, 'partnerId' | 'memberId'>,
  { partnerId, memberId }: NamedRedemption,
): boolean {
  return (
    (partnerId === null || redemption.partnerId === partnerId) &&
    (memberId === null || redemption.memberId === memberId)
  )
}

/** Refuses what can only be done while a hold is open and its points can be spent. */
export function refuseUnlessOpen({ redemption, standing, now }: LockedRedemption): void {
  if (redemption.state === 'voided') throw new Rejection('redemption_voided')
  if (redemption.state === 'captured') throw new Rejection('redemption_captured')
  if (hasEnded({ ...redemption, now })) throw new Rejection('hold_expired')
  if (standing.isMoving) throw new Rejection('account_moving')
  if (standing.account !== redemption.account) throw new Rejection('account_closed')
  if (standing.isFrozen) throw new Rejection('member_frozen')
}
