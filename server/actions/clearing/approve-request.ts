import { saveApprovalPolicy, saveApprovals } from '../../database/approvals.ts'
import { listPeopleOfPartner } from '../../database/people.ts'
import { refuseAlone } from '../../domain/approvals.ts'
import { assert } from '../../domain/assert.ts'
import { type Decision, lockWaiting } from './decide-on-approval.ts'
import { type ApprovalsView, readApprovals } from './read-approvals.ts'
import { type ClearingActDeps, noteClearingAct } from './request-clearing-act.ts'

/**
 * Approves what another person of the partner asked for, and does it in the same transaction. What cannot be done now, as with a statement
 * that was disputed meanwhile, is refused and goes on waiting.
 */
export function approveRequest(deps: ClearingActDeps, decision: Decision): Promise<ApprovalsView> {
  const { partnerId } = decision
  return deps.db.transaction(async (tx) => {
    const now = deps.clock.now()
    const { request, deciderId } = await lockWaiting(tx, decision, now)
    refuseAlone(request, deciderId, await listPeopleOfPartner(tx, partnerId))
    await saveApprovals(tx, [{ ...request, state: 'approved', decidedBy: deciderId, decidedAt: now }])
    const { kind, month, text } = request
    if (kind === 'single_approval') await saveApprovalPolicy(tx, { partnerId, statementApprovals: 1, changedAt: now })
    else {
      assert(month !== null && text !== null, 'a confirmation names its month and its payment')
      await noteClearingAct(tx, deps, { partnerId, month, kind, text })
    }
    return readApprovals({ db: tx, clock: deps.clock }, { partnerId })
  })
}
