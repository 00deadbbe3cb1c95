import type { SummaryView } from './list-statements.ts'
import { type ClearingActDeps, requestClearingAct } from './request-clearing-act.ts'

/** Ends a dispute, as the operator. The position stays as it was closed, and is settled only by a mark of the partner. */
export function resolveDispute(
  deps: ClearingActDeps,
  { outcome: text, ...asked }: { partnerId: number; month: number; outcome: string },
): Promise<SummaryView> {
  return requestClearingAct(deps, { ...asked, kind: 'resolution', text })
}
