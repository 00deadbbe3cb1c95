import { Rejection } from '../../domain/rejection.ts'
import { continueRecovery, type ContinueRecoveryDeps } from './continue-recovery.ts'
import { isRequested, type RecoveryView } from './read-recovery.ts'

/** Takes an announced recovery back, also one that is still on its way to the ledger. Asking again changes nothing. */
export function cancelRecovery(deps: ContinueRecoveryDeps, memberId: string): Promise<RecoveryView> {
  return continueRecovery(deps, { memberId, kind: 'cancel_recovery' }, (view) => {
    if (view.open === null && !isRequested(view, 'announce_recovery')) throw new Rejection('recovery_unknown')
    return null
  })
}
