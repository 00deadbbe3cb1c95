import { bindBatches } from './bind-batch.ts'
import { bindOperatorCalls } from './bind-operator-call.ts'
import { confirmBatches } from './confirm-batches.ts'
import { formBatches } from './form-batch.ts'
import { type Relayer } from './relayer.ts'
import { renewDeadlines } from './renew-deadlines.ts'
import { reopenOrphans } from './reopen-orphans.ts'
import { replaceStuck } from './replace-stuck.ts'
import { retryParked } from './retry-parked.ts'
import { sendAttempts } from './send-attempts.ts'
import { finaliseCalls, settleCalls } from './settle-calls.ts'
import { signBatches } from './sign-batch.ts'

/** A step of the relayer, for `loop.ts`. */
export interface RelayerStep {
  name: string
  intervalMs: number
  run(): Promise<boolean>
}

/** All steps, in the order of a batch's way. Any process may run any of them at any time. */
export function relayerSteps(relayer: Relayer): RelayerStep[] {
  const steps: readonly [name: string, intervalMs: number, run: (relayer: Relayer) => Promise<boolean>][] = [
    ['form_batches', 250, formBatches],
    ['sign_batches', 250, signBatches],
    ['bind_batches', 250, bindBatches],
    ['bind_operator_calls', 250, bindOperatorCalls],
    ['send_attempts', 250, sendAttempts],
    ['settle_calls', 500, settleCalls],
    ['confirm_batches', 250, confirmBatches],
    ['finalise_calls', 1_000, finaliseCalls],
    ['reopen_orphans', 1_000, reopenOrphans],
    ['replace_stuck', 2_000, replaceStuck],
    ['retry_parked', 2_000, retryParked],
    ['renew_deadlines', 5_000, renewDeadlines],
  ]
  return steps.map(([name, intervalMs, run]) => ({ name, intervalMs, run: () => run(relayer) }))
}
