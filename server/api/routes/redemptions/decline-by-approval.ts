import { declineByApproval } from '../../../actions/redemptions/decline-by-approval.ts'
import { answerApproval } from './answer-change.ts'
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
  repeatable: true,
  response: ApprovalResponse,
  refuses: ['approval_unknown', 'redemption_captured'],
  handle: ({ deps, params: { redemptionId }, approval, mark }) =>
    answerApproval(deps, mark, (keyed) => declineByApproval(deps, { redemptionId, secret: approval }, keyed)),
})
