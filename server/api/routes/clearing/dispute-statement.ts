import { disputeStatement } from '../../../actions/clearing/dispute-statement.ts'
import { numberOfMonth } from '../../schemas/clearing/months.ts'
import { DisputeBody, StatementSummaryResponse } from '../../schemas/clearing/statements.ts'
import { route } from './deps.ts'
import { presentSummary } from './present-statement.ts'

export const disputeStatementRoute = route({
  operation: 'disputeStatement',
  method: 'post',
  path: '/v1/statements/{month}/dispute',
  summary: 'Dispute a statement',
  description:
    "Within 14 days after its month was closed on chain, and before it is settled. The reason stays with the server; its hash, signed by the partner's issuer key, goes on chain. Until the partner withdraws the dispute or the operator resolves it, payments of this position do not count.",
  caller: 'partner',
  scope: 'clearing:write',
  body: DisputeBody,
  repeatable: true,
  once: 'answer_kept',
  response: StatementSummaryResponse,
  refuses: [
    'statement_unknown',
    'position_not_closed',
    'position_settled',
    'position_disputed',
    'dispute_window_passed',
    'clearing_act_waits',
  ],
  handle: async ({ deps, caller: { partnerId }, params: { month }, body }) =>
    presentSummary(await disputeStatement(deps, { partnerId, month: numberOfMonth(month), ...body })),
})
