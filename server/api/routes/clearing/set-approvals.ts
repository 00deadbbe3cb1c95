import { setApprovals } from '../../../actions/clearing/set-approvals.ts'
import { ApprovalsResponse, SetApprovalsBody } from '../../schemas/clearing/approvals.ts'
import { route } from './deps.ts'
import { personIdOf, presentApprovals } from './present-approval.ts'

export const setApprovalsRoute = route({
  operation: 'setApprovals',
  method: 'put',
  path: '/v1/partner/approvals',
  summary: 'Have two people confirm your statements, or one',
  description:
    'Owners do it in the console; no key can. Two count at once. That one is enough again waits for a second person to approve it, for 72 hours.',
  caller: 'partner',
  scope: 'people:write',
  body: SetApprovalsBody,
  audit: { keeps: ['statementApprovals'] },
  response: ApprovalsResponse,
  refuses: ['person_needed', 'approver_needed'],
  handle: async ({ deps, caller, body }) =>
    presentApprovals(await setApprovals(deps, { partnerId: caller.partnerId, personId: personIdOf(caller), ...body })),
})
