import type { Clock } from '../../domain/environment.ts'
import { lastFlowMonth, type MonthFlows, type ReadMonthFlows } from './flow-memory.ts'

/** What reading flows takes. */
export interface ReadFlowsDeps {
  readonly clock: Clock
  readonly readMonthFlows: ReadMonthFlows
}

/** Reads the flows between all brands in a month, or in the last one that is over. */
export function readFlows({ clock, readMonthFlows }: ReadFlowsDeps, month: number | null): Promise<MonthFlows> {
  return readMonthFlows(month ?? lastFlowMonth(clock.now()))
}
