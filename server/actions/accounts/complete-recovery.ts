import { Rejection } from '../../domain/rejection.ts'
import { continueRecovery, type ContinueRecoveryDeps } from './continue-recovery.ts'
import type { RecoveryView } from './read-recovery.ts'

/** Carries out a recovery whose delay is over: the account goes to the new key. Asking again changes nothing. */
export function completeRecovery(deps: ContinueRecoveryDeps, memberId: string): Promise<RecoveryView> {
  return continueRecovery(deps, { memberId, kind: 'complete_recovery' }, ({ open }) => {
    if (open === null) throw new Rejection('recovery_unknown')
    const { readyAt, toAccount } = open
    if (deps.clock.now() < readyAt) throw new Rejection('recovery_not_ready', { readyAt: readyAt.toISOString() })
    return toAccount
  })
}
