import { recordStatementPayment } from '../../../actions/clearing/record-statement-payment.ts'
import { numberOfMonth } from '../../schemas/clearing/months.ts'
import { StatementPaymentBody, StatementResponse } from '../../schemas/clearing/statements.ts'
import { route } from './deps.ts'
import { statementOf } from './present-statement.ts'

export const recordStatementPaymentRoute = route({
  operation: 'recordStatementPayment',
  method: 'post',
  path: '/v1/partners/{partnerId}/statements/{month}/payment',
  summary: 'Record that a statement was paid',
  description:
    'In full, whoever had to pay: it is no longer in the opening position of statements that are issued from now on. The same reference again changes nothing.',
  caller: 'operator',
  operatorScopes: ['operator:clearing'],
  body: StatementPaymentBody,
  audit: { keeps: ['reference'] },
  repeatable: true,
  once: 'answer_kept',
  response: StatementResponse,
  refuses: ['partner_unknown', 'statement_unknown', 'statement_unpayable'],
  handle: async ({ deps, params: { partnerId, month }, body }) =>
    statementOf(await recordStatementPayment(deps, { partnerId, month: numberOfMonth(month), ...body })),
})
