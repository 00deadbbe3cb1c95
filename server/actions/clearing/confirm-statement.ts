import { readStatementApprovals } from '../../database/approvals.ts'
import { lockPartner } from '../../database/partners.ts'
import { Rejection } from '../../domain/rejection.ts'
import { askForApproval } from './ask-for-approval.ts'
import type { SummaryView } from './list-statements.ts'
import { readSettlement } from './read-settlements.ts'
import { type ClearingActDeps, judgeAsked, noteClearingAct } from './request-clearing-act.ts'

/** What a partner says was paid, and who says it; a key is nobody. */
export interface Confirmation {
  readonly partnerId: number
  readonly month: number
  readonly reference: string
  readonly personId: string | null
}

/**
 * Confirms, as the partner, that a statement was paid: settled is its position once both sides named the same payment. Where the partner
 * has two people confirm, it is only asked for.
 */
export function confirmStatement(
  deps: ClearingActDeps,
  { reference: text, personId, ...statement }: Confirmation,
): Promise<SummaryView> {
  const { partnerId } = statement
  const asked = { ...statement, kind: 'confirmation', text } as const
  return deps.db.transaction(async (tx) => {
    // Before it is read how many must: of a change at the same time, one sees the other.
    await lockPartner(tx, partnerId)
    if ((await readStatementApprovals(tx, partnerId)) === 1) return noteClearingAct(tx, deps, asked)
    if (personId === null) throw new Rejection('person_needed', { statementApprovals: 2 })
    const { isNew, view } = await judgeAsked(tx, deps, asked)
    if (!isNew) return view
    await askForApproval(tx, deps, { ...asked, requestedBy: personId })
    return { ...view, settlement: await readSettlement(tx, view) }
  })
}
