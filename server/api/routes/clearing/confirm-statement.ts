import { confirmStatement } from '../../../actions/clearing/confirm-statement.ts'
import { numberOfMonth } from '../../schemas/clearing/months.ts'
import { ConfirmationBody, StatementSummaryResponse } from '../../schemas/clearing/statements.ts'
import { route } from './deps.ts'
import { presentSummary } from './present-statement.ts'

export const confirmStatementRoute = route({
  operation: 'confirmStatement',
  method: 'post',
  path: '/v1/statements/{month}/confirmation',
  summary: 'Confirm that a statement was paid',
  description:
    "Whoever had to pay: that the money went, or came. The partner's issuer key signs it, at its own signing service where it has one, and it goes on chain. The position is settled once the operator has marked a payment with the same reference. Another reference later replaces it.",
  caller: 'partner',
  scope: 'clearing:write',
  body: ConfirmationBody,
  audit: { keeps: ['reference'] },
  repeatable: true,
  once: 'answer_kept',
  response: StatementSummaryResponse,
  refuses: [
    'statement_unknown',
    'position_not_closed',
    'position_differs',
    'position_settled',
    'position_disputed',
    'clearing_act_waits',
  ],
  handle: async ({ deps, caller: { partnerId }, params: { month }, body }) =>
    presentSummary(await confirmStatement(deps, { partnerId, month: numberOfMonth(month), ...body })),
})
