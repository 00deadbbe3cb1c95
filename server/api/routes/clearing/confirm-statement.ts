import { confirmStatement } from '../../../actions/clearing/confirm-statement.ts'
import { numberOfMonth } from '../../schemas/clearing/months.ts'
import { ConfirmationBody, StatementSummaryResponse } from '../../schemas/clearing/statements.ts'
import { route } from './deps.ts'
import { personIdOf } from './present-approval.ts'
import { presentSummary } from './present-statement.ts'

export const confirmStatementRoute = route({
  operation: 'confirmStatement',
  method: 'post',
  path: '/v1/statements/{month}/confirmation',
  summary: 'Confirm that a statement was paid',
  description:
    "Whoever had to pay: that the money went, or came. The partner's issuer key signs it, at its own signing service where it has one, and it goes on chain. The position is settled once the operator has marked a payment with the same reference. Another reference later replaces it. Where two people of the partner must (`PUT /v1/partner/approvals`), it is only asked for: the settlement has it as `approval` until another person approves, and a key is refused.",
  caller: 'partner',
  scope: 'clearing:write',
  body: ConfirmationBody,
  audit: { keeps: ['reference'] },
  repeatable: true,
  once: 'answer_kept',
  response: StatementSummaryResponse,
  refuses: [
    'person_needed',
    'approval_waits',
    'statement_unknown',
    'position_not_closed',
    'position_differs',
    'position_settled',
    'position_disputed',
    'clearing_act_waits',
  ],
  handle: async ({ deps, caller, params: { month }, body }) => {
    const asked = { partnerId: caller.partnerId, personId: personIdOf(caller), month: numberOfMonth(month) }
    return presentSummary(await confirmStatement(deps, { ...asked, ...body }))
  },
})
