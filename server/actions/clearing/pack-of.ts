import type { StoredPack, StoredStanding } from '../../database/prepaid-packs.ts'
import type { UsedPack } from '../../domain/clearing/prepaid.ts'
import { Rejection } from '../../domain/rejection.ts'

/** The pack of a number, among those of its partner. */
export function packOf({ packs }: StoredStanding, number: number): UsedPack<StoredPack> {
  const found = packs.find(({ pack }) => pack.number === number)
  if (found === undefined) throw new Rejection('pack_unknown', { number })
  return found
}
