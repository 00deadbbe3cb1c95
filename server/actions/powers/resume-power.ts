import type { Database } from '../../database/engine/client.ts'
import { changePause, type PauseChange } from './change-pause.ts'
import type { PowerView } from './list-powers.ts'
import type { PowerDeps } from './power-calls.ts'

/** Lets a paused power go on. Asking again changes nothing. */
export function resumePower(
  deps: PowerDeps & { readonly db: Database },
  asked: Omit<PauseChange, 'isPaused'>,
): Promise<PowerView> {
  return changePause(deps, { ...asked, isPaused: false })
}
