import { sumRaisedAlone } from '../../database/audit-entries.ts'
import type { Reader } from '../../database/engine/client.ts'
import {
  type FourEyes,
  type FourEyesPower,
  isUnderFourEyes,
  RAISES_WINDOW_MS,
  raisesTooMuch,
} from '../../domain/four-eyes.ts'

/** What was done may not stand with one person alone: it is taken back, and proposed instead. */
export class SecondPersonNeeded extends Error {
  override readonly name = 'SecondPersonNeeded'
}

/**
 * Refuses a call that one person may not make alone, within its transaction and under the lock of the log: raises that are
 * made side by side see each other.
 */
export async function refuseAlone(
  tx: Reader,
  fourEyes: FourEyes,
  { power, raises, now }: { power: FourEyesPower | null; raises: bigint | null; now: Date },
): Promise<void> {
  if (power === null || !isUnderFourEyes(fourEyes, power)) return
  if (raises === null) throw new SecondPersonNeeded()
  const raisedAlone = await sumRaisedAlone(tx, new Date(now.getTime() - RAISES_WINDOW_MS))
  if (raisesTooMuch(fourEyes, raises, raisedAlone)) throw new SecondPersonNeeded()
}
