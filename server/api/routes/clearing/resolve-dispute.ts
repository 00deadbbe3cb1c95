import { resolveDispute } from '../../../actions/clearing/resolve-dispute.ts'
import { numberOfMonth } from '../../schemas/clearing/months.ts'
import { ResolutionBody, StatementSummaryResponse } from '../../schemas/clearing/statements.ts'
import { route } from './deps.ts'
import { presentSummary } from './present-statement.ts'

export const resolveDisputeRoute = route({
  operation: 'resolveDispute',
  method: 'post',
  path: '/v1/partners/{partnerId}/statements/{month}/dispute/resolution',
  summary: 'End a dispute',
  description:
    'The position stays as it was closed: what was agreed is booked in a later month, or paid apart. It settles nothing, which takes the partner. The outcome stays with the server; its hash goes on chain.',
  caller: 'operator',
  operatorScopes: ['operator:clearing'],
  body: ResolutionBody,
  repeatable: true,
  once: 'answer_kept',
  response: StatementSummaryResponse,
  refuses: ['partner_unknown', 'statement_unknown', 'position_not_closed', 'position_undisputed', 'clearing_act_waits'],
  handle: async ({ deps, params: { partnerId, month }, body }) =>
    presentSummary(await resolveDispute(deps, { partnerId, month: numberOfMonth(month), ...body })),
})
