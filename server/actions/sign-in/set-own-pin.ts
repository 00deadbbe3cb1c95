import type { Database } from '../../database/engine/client.ts'
import { type PinDeps } from './verify-pin.ts'
import { type ChosenPin, storePin } from './store-pin.ts'

/** Sets the PIN of a card member who is signed in. */
export function setOwnPin(
  deps: PinDeps & { db: Database },
  chosen: ChosenPin,
): Promise<{ memberId: string; setAt: Date }> {
  return storePin(deps, chosen, () => null)
}
