import type { SummaryView } from './list-statements.ts'
import { type ClearingActDeps, requestClearingAct } from './request-clearing-act.ts'

/** Disputes the position of a statement: payments of it do not count until that is withdrawn or resolved. */
export function disputeStatement(
  deps: ClearingActDeps,
  { reason: text, ...asked }: { partnerId: number; month: number; reason: string },
): Promise<SummaryView> {
  return requestClearingAct(deps, { ...asked, kind: 'dispute', text })
}
