import { withdrawDispute } from '../../../actions/clearing/withdraw-dispute.ts'
import { numberOfMonth } from '../../schemas/clearing/months.ts'
import { StatementSummaryResponse } from '../../schemas/clearing/statements.ts'
import { route } from './deps.ts'
import { presentSummary } from './present-statement.ts'

export const withdrawDisputeRoute = route({
  operation: 'withdrawDispute',
  method: 'post',
  path: '/v1/statements/{month}/dispute/withdrawal',
  summary: 'Take a dispute back',
  description: "The position is as it was closed, and payments count again. The partner's issuer key signs it.",
  caller: 'partner',
  scope: 'clearing:write',
  repeatable: true,
  once: 'answer_kept',
  response: StatementSummaryResponse,
  refuses: ['statement_unknown', 'position_not_closed', 'position_undisputed', 'clearing_act_waits'],
  handle: async ({ deps, caller: { partnerId }, params: { month } }) =>
    presentSummary(await withdrawDispute(deps, { partnerId, month: numberOfMonth(month) })),
})
