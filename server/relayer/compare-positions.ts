import { listPositionDifferences } from '../database/clearing-events.ts'
import { monthText } from '../domain/utc-days.ts'
import type { Relayer } from './relayer.ts'

const ROWS_MAX = 100

/** Makes the step that raises an alarm, once each, for positions on chain that are not what the partner's statement says. */
export function makeComparePositions(): (relayer: Relayer) => Promise<boolean> {
  const reported = new Set<string>()
  return async (relayer) => {
    for (const difference of await listPositionDifferences(relayer.database, ROWS_MAX)) {
      const key = Object.values(difference).join(' ')
      if (reported.has(key)) continue
      reported.add(key)
      relayer.report({ name: 'position_differs', ...difference, month: monthText(difference.month) })
    }
    return false
  }
}
