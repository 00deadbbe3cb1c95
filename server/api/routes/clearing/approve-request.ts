import { approveRequest } from '../../../actions/clearing/approve-request.ts'
import { ApprovalsResponse } from '../../schemas/clearing/approvals.ts'
import { route } from './deps.ts'
import { personIdOf, presentApprovals } from './present-approval.ts'

export const approveRequestRoute = route({
  operation: 'approveRequest',
  method: 'post',
  path: '/v1/partner/approvals/{approvalId}/approve',
  summary: 'Approve what another person asked for',
  description:
    'By an owner or somebody of finance who is not the one who asked, and had signed in before. What was asked for is done at once; what cannot be done now, as while a statement is disputed, is refused and goes on waiting.',
  caller: 'partner',
  scope: 'clearing:write',
  repeatable: true,
  once: 'answer_kept',
  response: ApprovalsResponse,
  refuses: [
    'person_needed',
    'approval_request_unknown',
    'approval_closed',
    'signed_out',
    'partner_unknown',
    'approval_by_requester',
    'statement_unknown',
    'position_not_closed',
    'position_differs',
    'position_settled',
    'position_disputed',
    'clearing_act_waits',
  ],
  handle: async ({ deps, caller, params: { approvalId } }) =>
    presentApprovals(
      await approveRequest(deps, { partnerId: caller.partnerId, personId: personIdOf(caller), approvalId }),
    ),
})
