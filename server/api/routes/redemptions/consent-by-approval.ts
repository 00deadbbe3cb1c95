import { consentByApproval } from '../../../actions/redemptions/consent-by-approval.ts'
import { answerApproval } from './answer-change.ts'
import { route } from './deps.ts'
import { ApprovalResponse, ConsentBody } from '../../schemas/redemptions/redemptions.ts'
import { CONSENT_REFUSALS } from './consent-refusals.ts'

export const consentByApprovalRoute = route({
  operation: 'consentByApproval',
  method: 'post',
  path: '/v1/approvals/{redemptionId}/consent',
  summary: 'Approve a redemption',
  description: "The member's consent, from the page behind the approval link. Repeating it is harmless.",
  caller: 'anyone',
  byApproval: true,
  body: ConsentBody,
  repeatable: true,
  response: ApprovalResponse,
  refuses: ['approval_unknown', ...CONSENT_REFUSALS],
  handle: ({ deps, params: { redemptionId }, body, approval, mark, device }) =>
    answerApproval(deps, mark, (keyed) =>
      consentByApproval(deps, { redemptionId, secret: approval, device }, body, keyed),
    ),
})
