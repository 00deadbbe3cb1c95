import type { Database } from '../../database/engine/client.ts'
import { type ChosenPin, storePin } from './store-pin.ts'
import { fromSession, type PinDeps } from './verify-pin.ts'

/** Sets the PIN of a card member who is signed in. */
export function setOwnPin(
  deps: PinDeps & { db: Database },
  { device, ...chosen }: Omit<ChosenPin, 'from'> & { device: string | null },
): Promise<{ memberId: string; setAt: Date }> {
  return storePin(deps, { ...chosen, from: fromSession(device) }, () => Promise.resolve(null))
}
