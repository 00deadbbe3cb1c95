import { listOwnApprovals } from '../../../actions/redemptions/list-own-approvals.ts'
import { presentApproval } from './present-redemption.ts'
import { route } from './deps.ts'
import { presentWhole } from '../../schemas/pagination.ts'
import { ApprovalsResponse } from '../../schemas/redemptions/redemptions.ts'

export const listOwnApprovalsRoute = route({
  operation: 'listOwnApprovals',
  method: 'get',
  path: '/v1/me/approvals',
  summary: 'List what tills ask you to approve',
  description: 'The open holds at tills, newest first.',
  caller: 'member',
  response: ApprovalsResponse,
  handle: async ({ deps, caller: { memberId } }) =>
    presentWhole(await listOwnApprovals(deps, memberId), presentApproval),
})
