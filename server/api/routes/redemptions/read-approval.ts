import { readApproval } from '../../../actions/redemptions/read-approval.ts'
import { presentApproval } from './present-redemption.ts'
import { route } from './deps.ts'
import { ApprovalResponse } from '../../schemas/redemptions/redemptions.ts'

export const readApprovalRoute = route({
  operation: 'readApproval',
  method: 'get',
  path: '/v1/approvals/{redemptionId}',
  summary: 'Read what is to be approved',
  description: 'For whoever has the approval link: what the points are for, and exactly what is signed.',
  caller: 'anyone',
  byApproval: true,
  response: ApprovalResponse,
  refuses: ['approval_unknown'],
  handle: async ({ deps, params: { redemptionId }, approval }) =>
    presentApproval(await readApproval(deps, { redemptionId, secret: approval })),
})
