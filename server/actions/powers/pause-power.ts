import type { Database } from '../../database/engine/client.ts'
import { changePause, type PauseChange } from './change-pause.ts'
import type { PowerView } from './list-powers.ts'
import type { PowerDeps } from './power-calls.ts'

/** Pauses a power of the whole ledger. Asking again changes nothing. */
export function pausePower(
  deps: PowerDeps & { readonly db: Database },
  asked: Omit<PauseChange, 'isPaused'>,
): Promise<PowerView> {
  return changePause(deps, { ...asked, isPaused: true })
}
