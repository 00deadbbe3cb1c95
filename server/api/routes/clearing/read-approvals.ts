import { readApprovals } from '../../../actions/clearing/read-approvals.ts'
import { forPartner } from '../../for-partner.ts'
import { ApprovalsResponse } from '../../schemas/clearing/approvals.ts'
import { route } from './deps.ts'
import { presentApprovals } from './present-approval.ts'

export const readApprovalsRoute = route({
  operation: 'readApprovals',
  method: 'get',
  path: '/v1/partner/approvals',
  summary: 'Read how many people confirm your statements, and what waits for a second one',
  caller: 'partner',
  scope: 'ledger:read',
  response: ApprovalsResponse,
  handle: forPartner(readApprovals, presentApprovals),
})
