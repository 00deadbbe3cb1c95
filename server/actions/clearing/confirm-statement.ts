import type { SummaryView } from './list-statements.ts'
import { type ClearingActDeps, requestClearingAct } from './request-clearing-act.ts'

/** Confirms, as the partner, that a statement was paid: settled is its position once both sides named the same payment. */
export function confirmStatement(
  deps: ClearingActDeps,
  { reference: text, ...asked }: { partnerId: number; month: number; reference: string },
): Promise<SummaryView> {
  return requestClearingAct(deps, { ...asked, kind: 'confirmation', text })
}
