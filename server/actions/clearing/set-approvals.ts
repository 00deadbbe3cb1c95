import { readStatementApprovals, saveApprovalPolicy } from '../../database/approvals.ts'
import type { Database } from '../../database/engine/client.ts'
import { lockPartner } from '../../database/partners.ts'
import { listPeopleOfPartner } from '../../database/people.ts'
import { mayConfirm, type StatementApprovals } from '../../domain/approvals.ts'
import type { Clock, Ids } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { askForApproval } from './ask-for-approval.ts'
import { type ApprovalsView, readApprovals } from './read-approvals.ts'

export interface ApprovalDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
}

/** Has two people of a partner confirm its statements from now on; that one is enough again is only asked for. */
export function setApprovals(
  deps: ApprovalDeps,
  asked: {
    readonly partnerId: number
    readonly personId: string | null
    readonly statementApprovals: StatementApprovals
  },
): Promise<ApprovalsView> {
  const { partnerId, personId, statementApprovals } = asked
  return deps.db.transaction(async (tx) => {
    if (personId === null) throw new Rejection('person_needed', { statementApprovals })
    await lockPartner(tx, partnerId)
    const before = await readStatementApprovals(tx, partnerId)
    if (before < statementApprovals) {
      const people = await listPeopleOfPartner(tx, partnerId)
      if (!people.some((person) => person.id !== personId && mayConfirm(person))) throw new Rejection('approver_needed')
      await saveApprovalPolicy(tx, { partnerId, statementApprovals, changedAt: deps.clock.now() })
    }
    if (before > statementApprovals)
      await askForApproval(tx, deps, {
        partnerId,
        kind: 'single_approval',
        month: null,
        text: null,
        requestedBy: personId,
      })
    return readApprovals({ db: tx, clock: deps.clock }, { partnerId })
  })
}
