import type { SummaryView } from './list-statements.ts'
import { type ClearingActDeps, requestClearingAct } from './request-clearing-act.ts'

/** Takes a dispute back, as the partner. */
export function withdrawDispute(
  deps: ClearingActDeps,
  asked: { partnerId: number; month: number },
): Promise<SummaryView> {
  return requestClearingAct(deps, { ...asked, kind: 'withdrawal', text: null })
}
