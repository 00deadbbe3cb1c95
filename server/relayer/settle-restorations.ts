import type { EndedCall } from '../database/ended-calls.ts'
import {
  listRestorationsToSettle,
  lockRestoration,
  type Restoration,
  saveRestorations,
} from '../database/restorations.ts'
import { changeEach } from './change-each.ts'
import { type Relayer } from './relayer.ts'

const RESTORATIONS_AT_ONCE_MAX = 100

/** Refusals of `restore` after which building it again helps nobody. */
const FOR_GOOD: Readonly<Record<string, string>> = { RestoreOutOfTime: 'restoration_out_of_time' }

/**
 * Ends restorations whose call is final or has failed. One that failed because the chain of its day had moved, or because
 * its points came back already, is looked at again: whether it is built again or done is decided there.
 */
export async function settleRestorations(relayer: Relayer): Promise<boolean> {
  return changeEach(await listRestorationsToSettle(relayer.database, RESTORATIONS_AT_ONCE_MAX), async (ended) => {
    const settled = await settleRestoration(relayer, ended)
    if (settled === null) return false
    const restorationId = ended.id
    const reason = settled.failedReason ?? ended.reason ?? ''
    if (settled.state === 'done') relayer.report({ name: 'restoration_done', restorationId })
    else if (settled.state === 'failed') relayer.report({ name: 'restoration_failed', restorationId, reason })
    else relayer.report({ name: 'restoration_again', restorationId, reason })
    return true
  })
}

async function settleRestoration(relayer: Relayer, { id, callState, reason }: EndedCall): Promise<Restoration | null> {
  return relayer.database.transaction(async (tx) => {
    const locked = await lockRestoration(tx, id)
    if (locked?.state !== 'sent') return null
    const failedReason = callState === 'final' ? null : (FOR_GOOD[reason ?? ''] ?? null)
    const state = callState === 'final' ? 'done' : failedReason === null ? 'requested' : 'failed'
    const settled: Restoration = { ...locked, state, failedReason }
    await saveRestorations(tx, [settled])
    return settled
  })
}
