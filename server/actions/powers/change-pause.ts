import { findCall } from '../../database/calls.ts'
import type { Database } from '../../database/engine/client.ts'
import { listPauses, listPausesOnChain, lockPowers, savePause } from '../../database/power-pauses.ts'
import type { Power } from '../../domain/powers.ts'
import { appendPowerCall, type PowerDeps } from './power-calls.ts'
import { listPowers, type PowerView } from './list-powers.ts'

/** A pause that is asked for, or its end. */
export interface PauseChange {
  readonly power: Power
  readonly isPaused: boolean
  readonly reason: string
  /** The operator's API key. */
  readonly askedBy: string
}

/**
 * Pauses a power of the whole ledger, or lets it go on: here at once, and on chain with the call that is appended. Asking for
 * what is so already, or on its way, changes nothing.
 */
export async function changePause(
  deps: PowerDeps & { readonly db: Database },
  { power, isPaused, reason, askedBy }: PauseChange,
): Promise<PowerView> {
  return deps.db.transaction(async (tx) => {
    await lockPowers(tx)
    const asked = (await listPauses(tx)).find((pause) => pause.power === power) ?? null
    const call = asked && (await findCall(tx, asked.callId))
    // A call that is not settled says where the chain is going; otherwise the chain says where it is.
    const isUnderWay = call !== null && ['open', 'bound', 'included'].includes(call.state)
    const isPausedThen =
      asked !== null && isUnderWay ? asked.isPaused : (await listPausesOnChain(tx)).get(power)?.kind === 'paused'
    if (isPaused !== isPausedThen) {
      const { id: callId } = await appendPowerCall(tx, deps, {
        name: isPaused ? 'pause_power' : 'resume_power',
        power,
      })
      await savePause(tx, { power, isPaused, reason, askedBy, askedAt: deps.clock.now(), callId })
    }
    const views = await listPowers(tx)
    const view = views.find((one) => one.power === power)
    if (view === undefined) throw new Error(`there is no power ${power}`)
    return view
  })
}
