import { type ChosenPin, storePin, type StorePinDeps } from './store-pin.ts'
import { fromSession } from './verify-pin.ts'

/** Sets the PIN of a card member who is signed in. */
export function setOwnPin(
  deps: StorePinDeps,
  { device, ...chosen }: Omit<ChosenPin, 'from'> & { device: string | null },
): Promise<{ memberId: string; setAt: Date }> {
  return storePin(deps, { ...chosen, from: fromSession(device) }, () => Promise.resolve(null))
}
