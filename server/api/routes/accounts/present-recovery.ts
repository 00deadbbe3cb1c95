import type { z } from 'zod'

import type { RecoveryView } from '../../../actions/accounts/read-recovery.ts'
import type { RecoveryResponse } from '../../schemas/accounts/account-orders.ts'

/** A recovery as the operator sees it. */
export function presentRecovery({ member, open, acts }: RecoveryView): z.input<typeof RecoveryResponse> {
  // A refusal or cancellation that is asked for after it ends it, also while neither is final.
  const newest = acts.find(({ state }) => state !== 'failed')
  const announcing = newest?.kind === 'announce_recovery' && newest.state === 'requested' ? newest : null
  return {
    memberId: member.id,
    account: member.address,
    toAccount: open?.toAccount ?? announcing?.toAccount ?? null,
    readyAt: open?.readyAt.toISOString() ?? null,
    acts: acts.map(({ kind, state, failedReason, createdAt }) => ({
      kind,
      state,
      failedReason,
      createdAt: createdAt.toISOString(),
    })),
  }
}
