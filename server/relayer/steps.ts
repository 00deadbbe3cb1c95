import { anchorLog } from './anchor-log.ts'
import { makeAskWitnesses } from './ask-witnesses.ts'
import { makeAdoptBatches } from './adopt-batches.ts'
import { bindBatches } from './bind-batch.ts'
import { bindLaneCalls, retryLaneCalls } from './bind-lane-call.ts'
import { bindOperatorCalls } from './bind-operator-call.ts'
import { confirmBatches } from './confirm-batches.ts'
import { followDepartures } from './follow-departures.ts'
import { followKeys } from './follow-keys.ts'
import { makeFormBatches } from './form-batch.ts'
import { formRedemptionLists } from './form-redemption-list.ts'
import { makeCloseMonths } from './close-months.ts'
import { makeComparePositions } from './compare-positions.ts'
import { markPayments } from './mark-payments.ts'
import { makeFormSweep } from './form-sweep.ts'
import { judgeOrders } from './judge-orders.ts'
import { makePublishArchive } from './publish-archive.ts'
import { raisePackReturns } from './raise-pack-returns.ts'
import { type Relayer } from './relayer.ts'
import { renewDeadlines } from './renew-deadlines.ts'
import { reopenOrphans } from './reopen-orphans.ts'
import { replaceStuck } from './replace-stuck.ts'
import { retryParked } from './retry-parked.ts'
import { sendClearingActs } from './send-clearing-acts.ts'
import { sendAttempts } from './send-attempts.ts'
import { sendRestorations } from './send-restorations.ts'
import { followMoves, settleAccountActs } from './settle-account-acts.ts'
import { settleClearingActs } from './settle-clearing-acts.ts'
import { finaliseCalls, settleCalls } from './settle-calls.ts'
import { settleLists } from './settle-redemptions.ts'
import { settleRestorations } from './settle-restorations.ts'
import { signCheckpoint } from './sign-checkpoint.ts'
import { signBatches } from './sign-batch.ts'
import { signLateLists, signRedemptionLists } from './sign-redemption-list.ts'
import { warnOfLowPacks } from './warn-of-low-packs.ts'

/** A step of the relayer, for `loop.ts`. */
export interface RelayerStep {
  name: string
  intervalMs: number
  run(): Promise<boolean>
}

/**
 * Which steps have something to do right after another did: without it each would find out at its next look, and the pauses of all add up
 * to a second on the way of a purchase. Only a hint: a step that is not woken looks by itself, and one that is woken for nothing does nothing.
 */
export const WOKEN_BY: Readonly<Record<string, readonly string[]>> = {
  form_batches: ['sign_batches'],
  sign_batches: ['bind_batches'],
  bind_batches: ['send_attempts'],
  bind_operator_calls: ['send_attempts'],
  form_redemption_lists: ['sign_redemption_lists'],
  sign_redemption_lists: ['bind_lane_calls'],
  bind_lane_calls: ['send_attempts'],
  follow_chain: ['confirm_batches', 'settle_calls'],
  // The partner's next batch may be bound now, and another one formed.
  confirm_batches: ['bind_batches', 'form_batches'],
}

/** All steps, in the order in which a batch or a list goes through them. Any process may run any of them at any time. */
export function relayerSteps(relayer: Relayer): RelayerStep[] {
  const adoptBatches = makeAdoptBatches()
  const formBatches = makeFormBatches()
  const formSweep = makeFormSweep()
  const publishArchive = makePublishArchive()
  const askWitnesses = makeAskWitnesses()
  const closeMonths = makeCloseMonths()
  const comparePositions = makeComparePositions()
  const steps: readonly [name: string, intervalMs: number, run: (relayer: Relayer) => Promise<boolean>][] = [
    ['adopt_batches', 500, adoptBatches],
    ['form_batches', 250, formBatches],
    ['sign_batches', 250, signBatches],
    ['bind_batches', 250, bindBatches],
    ['bind_operator_calls', 250, bindOperatorCalls],
    ['form_redemption_lists', 250, formRedemptionLists],
    ['sign_redemption_lists', 250, signRedemptionLists],
    ['send_restorations', 500, sendRestorations],
    ['form_sweep', 30_000, formSweep],
    ['close_months', 5_000, closeMonths],
    ['mark_payments', 5_000, markPayments],
    ['send_clearing_acts', 500, sendClearingActs],
    ['compare_positions', 30_000, comparePositions],
    ['bind_lane_calls', 250, bindLaneCalls],
    ['send_attempts', 250, sendAttempts],
    ['settle_calls', 500, settleCalls],
    ['confirm_batches', 250, confirmBatches],
    ['finalise_calls', 1_000, finaliseCalls],
    ['settle_lists', 500, settleLists],
    ['settle_restorations', 500, settleRestorations],
    ['settle_account_acts', 500, settleAccountActs],
    ['settle_clearing_acts', 500, settleClearingActs],
    ['judge_orders', 2_000, judgeOrders],
    ['follow_moves', 2_000, followMoves],
    ['follow_keys', 2_000, followKeys],
    ['follow_departures', 2_000, followDepartures],
    ['warn_of_low_packs', 30_000, warnOfLowPacks],
    ['raise_pack_returns', 600_000, raisePackReturns],
    ['reopen_orphans', 1_000, reopenOrphans],
    ['replace_stuck', 2_000, replaceStuck],
    ['retry_parked', 2_000, retryParked],
    ['retry_lane_calls', 2_000, retryLaneCalls],
    ['sign_late_lists', 5_000, signLateLists],
    ['renew_deadlines', 5_000, renewDeadlines],
    ['publish_archive', 1_000, publishArchive],
    ['sign_checkpoint', 1_000, signCheckpoint],
    ['ask_witnesses', 2_000, askWitnesses],
    ['anchor_log', 5_000, anchorLog],
  ]
  return steps.map(([name, intervalMs, run]) => ({ name, intervalMs, run: () => run(relayer) }))
}
