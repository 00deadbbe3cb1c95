import { declineByApproval } from '../../../actions/redemptions/decline-by-approval.ts'
import { presentApproval } from './present-redemption.ts'
import { route } from './deps.ts'
import { ApprovalResponse } from '../../schemas/redemptions/redemptions.ts'

export const declineByApprovalRoute = route({
  operation: 'declineByApproval',
  method: 'post',
  path: '/v1/approvals/{redemptionId}/decline',
  summary: 'Decline a redemption',
  description:
    'A no from the page behind the approval link: the redemption is `voided`, by `link`, because the till knows the link as well as the member, and the points are free at once, unless it was captured before. The secret of the link is all that is asked for. Repeating it is harmless.',
  caller: 'anyone',
  byApproval: true,
  response: ApprovalResponse,
  refuses: ['approval_unknown', 'redemption_captured'],
  handle: async ({ deps, params: { redemptionId }, approval }) =>
    presentApproval(await declineByApproval(deps, { redemptionId, secret: approval })),
})
