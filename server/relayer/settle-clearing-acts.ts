import {
  type ClearingAct,
  listClearingActsToSettle,
  lockClearingAct,
  saveClearingAct,
} from '../database/clearing-acts.ts'
import type { EndedCall } from '../database/ended-calls.ts'
import { changeEach } from './change-each.ts'
import type { Relayer } from './relayer.ts'
import { reportEnd } from './send-clearing-acts.ts'

const ACTS_AT_ONCE_MAX = 100

/** Refusals after which trying again helps nobody. */
const FOR_GOOD: Readonly<Record<string, string>> = {
  DisputeWindowPassed: 'dispute_window_passed',
  SignatureInvalid: 'signature_invalid',
  AccessManagedUnauthorized: 'role_missing',
}

/**
 * Ends acts whose call is final. One whose call failed, because another act came first or somebody else posted what the partner
 * signed, is looked at again: what has become of the position says whether it is done.
 */
export async function settleClearingActs(relayer: Relayer): Promise<boolean> {
  return changeEach(await listClearingActsToSettle(relayer.database, ACTS_AT_ONCE_MAX), async (ended) => {
    const settled = await settleAct(relayer, ended)
    if (settled === null) return false
    if (settled.state !== 'requested') reportEnd(relayer, settled, settled.failedReason)
    return true
  })
}

async function settleAct(
  { database, clock }: Relayer,
  { id, callState, reason }: EndedCall,
): Promise<ClearingAct | null> {
  const now = clock.now()
  return database.transaction(async (tx) => {
    const locked = await lockClearingAct(tx, id)
    if (locked?.state !== 'sent') return null
    const failedReason = callState === 'final' ? null : (FOR_GOOD[reason ?? ''] ?? null)
    const settled: ClearingAct =
      callState === 'failed' && failedReason === null
        ? { ...locked, state: 'requested', triedAt: now }
        : { ...locked, state: failedReason === null ? 'done' : 'failed', failedReason, endedAt: now }
    await saveClearingAct(tx, settled)
    return settled
  })
}
