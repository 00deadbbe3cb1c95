import type { Reader } from '../../database/engine/client.ts'
import { readPacks, type PacksView } from './read-packs.ts'

/** Reads the prepaid packs of whoever asks. */
export function readOwnPacks(deps: { db: Reader }, partnerId: number): Promise<PacksView> {
  return readPacks(deps, partnerId)
}
