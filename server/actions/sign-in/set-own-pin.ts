import { type ChosenPin, storePin, type StorePinDeps } from './store-pin.ts'

/** Sets the PIN of a card member who is signed in. */
export function setOwnPin(deps: StorePinDeps, chosen: ChosenPin): Promise<{ memberId: string; setAt: Date }> {
  return storePin(deps, chosen, () => null)
}
