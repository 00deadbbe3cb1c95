import { findApiKey } from '../../database/api-keys.ts'
import { findCall, type Call } from '../../database/calls.ts'
import type { Reader } from '../../database/engine/client.ts'
import { listPauses, listPausesOnChain, type PowerEvent, type PowerPause } from '../../database/power-pauses.ts'
import { POWERS, type Power } from '../../domain/powers.ts'

/** How a power of the whole ledger stands. */
export interface PowerView {
  readonly power: Power
  /** Whether it is paused: on chain, or here already and on its way to the chain. */
  readonly isPaused: boolean
  /** Its newest event on chain; null: it was never paused. */
  readonly onChain: PowerEvent | null
  /** What was last asked for through this server; null: nothing was. */
  readonly asked: { readonly pause: PowerPause; readonly byLabel: string | null; readonly call: Call | null } | null
}

const UNDER_WAY: readonly Call['state'][] = ['open', 'bound', 'included']

/** How each power stands, in a fixed order. */
export async function listPowers(db: Reader): Promise<PowerView[]> {
  const pauses = await listPauses(db)
  const onChain = await listPausesOnChain(db)
  const views: PowerView[] = []
  for (const power of POWERS) {
    const pause = pauses.find((one) => one.power === power)
    const asked = pause === undefined ? null : await describePause(db, pause)
    const event = onChain.get(power) ?? null
    const isAsked = asked?.pause.isPaused === true && asked.call !== null && UNDER_WAY.includes(asked.call.state)
    views.push({ power, isPaused: isAsked || event?.kind === 'paused', onChain: event, asked })
  }
  return views
}

async function describePause(db: Reader, pause: PowerPause): Promise<NonNullable<PowerView['asked']>> {
  const key = await findApiKey(db, pause.askedBy)
  return { pause, byLabel: key?.label ?? null, call: await findCall(db, pause.callId) }
}
