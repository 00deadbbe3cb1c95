import { rejectRequest } from '../../../actions/clearing/reject-request.ts'
import { ApprovalsResponse } from '../../schemas/clearing/approvals.ts'
import { route } from './deps.ts'
import { personIdOf, presentApprovals } from './present-approval.ts'

export const rejectRequestRoute = route({
  operation: 'rejectRequest',
  method: 'post',
  path: '/v1/partner/approvals/{approvalId}/reject',
  summary: 'Reject what another person asked for',
  description: 'Whoever asked takes it back so.',
  caller: 'partner',
  scope: 'clearing:write',
  repeatable: true,
  once: 'answer_kept',
  response: ApprovalsResponse,
  refuses: ['person_needed', 'approval_request_unknown', 'approval_closed'],
  handle: async ({ deps, caller, params: { approvalId } }) =>
    presentApprovals(
      await rejectRequest(deps, { partnerId: caller.partnerId, personId: personIdOf(caller), approvalId }),
    ),
})
