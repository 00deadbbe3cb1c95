import type { Database, Transaction } from '../../database/engine/client.ts'
import { lockRedemptions, saveRedemptions, type Redemption } from '../../database/redemptions.ts'
import { listAccountStandings, type AccountStanding } from '../../database/spending-facts.ts'
import { assert } from '../../domain/assert.ts'
import { hasEnded } from '../../domain/redemption-state.ts'
import { orRejection, Rejection } from '../../domain/rejection.ts'
import {
  keepAnswers,
  type KeyedRequest,
  keyName,
  listGivenAnswers,
  orFirstAnswer,
  type StoredAnswer,
} from '../requests/idempotency.ts'
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

/** A request that names itself; what it is answered is read in the transaction of the change. */
export interface KeyedChange extends Omit<KeyedRequest<never>, 'present'> {
  readonly present: (redemption: RedemptionDetails, tx: Transaction) => Promise<StoredAnswer> | StoredAnswer
}

export interface ChangeSubmission {
  readonly partnerId: number | null
  /** One: the intake counts them. */
  readonly items: readonly [NamedRedemption]
  readonly keyed: KeyedChange | null
  readonly change: Change
}

/** A redemption as a change left it, or the answer to an earlier request with the same key. */
export type Changed =
  | { readonly status: 'changed'; readonly redemption: RedemptionDetails }
  | { readonly status: 'answered_before'; readonly answer: StoredAnswer }

export type ChangeOutcome = Changed | Rejection

export type RedemptionIntake = Intake<ChangeSubmission, ChangeOutcome>

export interface ChangeDeps extends RedemptionDetailsDeps {
  readonly db: Database
}

/** Lets requests that come at the same time share the transactions of `changeRedemptions`. */
export function createRedemptionIntake(deps: ChangeDeps): RedemptionIntake {
  return createIntake((submissions) => changeRedemptions(deps, submissions))
}

/**
 * Changes redemptions, many requests in one transaction, members locked before their redemptions and in order. The keys of
 * those that were not refused are kept in it, with their answers.
 */
export function changeRedemptions(deps: ChangeDeps, asked: readonly ChangeSubmission[]): Promise<ChangeOutcome[]> {
  const run = () => changeIn(deps, asked)
  // Of several, only those whose keys were not used elsewhere should be tried again together: that is the intake's to do.
  return asked.length === 1 ? orFirstAnswer(run) : run()
}

function changeIn(deps: ChangeDeps, asked: readonly ChangeSubmission[]): Promise<ChangeOutcome[]> {
  return deps.db.transaction(async (tx) => {
    const ids = [...new Set(asked.map(({ items: [named] }) => named.redemptionId))]
    const rows = new Map((await lockRedemptions(tx, ids)).map((row) => [row.id, row]))
    const standings = await listAccountStandings(tx, [...new Set([...rows.values()].map(({ memberId }) => memberId))])
    const given = await listGivenAnswers(
      tx,
      asked.flatMap(({ keyed }) => keyed ?? []),
    )
    const now = deps.clock.now()
    const changed = new Map<string, Redemption>()
    const outcomes: (string | StoredAnswer | Rejection)[] = []
    for (const { items, keyed, change } of asked) {
      const [named] = items
      const redemption = changed.get(named.redemptionId) ?? rows.get(named.redemptionId)
      if (redemption === undefined || !isOwn(redemption, named)) {
        outcomes.push(new Rejection('redemption_unknown'))
        continue
      }
      const before = keyed === null ? undefined : given.get(keyName(keyed))
      // What the ledger has refused since is not told to be paid again.
      if (before !== undefined && (before instanceof Rejection || redemption.refusedReason === null)) {
        outcomes.push(before)
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
    const answers: { keyed: KeyedChange; answer: StoredAnswer }[] = []
    const answered: ChangeOutcome[] = []
    for (const [at, { keyed }] of asked.entries()) {
      const outcome = outcomes[at]
      if (typeof outcome !== 'string') {
        assert(outcome !== undefined, 'a submission has an outcome')
        answered.push(outcome instanceof Rejection ? outcome : { status: 'answered_before', answer: outcome })
        continue
      }
      const redemption = seen.get(outcome)
      assert(redemption !== undefined, 'a locked redemption is seen')
      answered.push({ status: 'changed', redemption })
      if (keyed !== null && !given.has(keyName(keyed)))
        answers.push({ keyed, answer: await keyed.present(redemption, tx) })
    }
    await keepAnswers(tx, now, answers)
    return answered
  })
}

/** Changes one redemption, together with those that others change at the same time. A refusal is thrown. */
export async function changeRedemption(
  intake: RedemptionIntake,
  { keyed, ...named }: NamedRedemption & { readonly keyed: KeyedChange | null },
  change: Change,
): Promise<Changed> {
  const outcome = await intake.submit({ partnerId: named.partnerId, items: [named], keyed, change })
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
