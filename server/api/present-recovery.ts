import type { z } from 'zod'

import type { RecoveryView } from '../actions/read-recovery.ts'
import type { RecoveryResponse } from './schemas/account-orders.ts'

/** A recovery as the operator sees it. */
export function presentRecovery({ member, open, acts }: RecoveryView): z.input<typeof RecoveryResponse> {
  const announcing = acts.find(({ kind, state }) => kind === 'announce_recovery' && state === 'requested')
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
