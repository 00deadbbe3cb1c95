import { recordCharityPayment } from '../../../actions/clearing/record-charity-payment.ts'
import { CharityStatementResponse } from '../../schemas/clearing/charity-statements.ts'
import { numberOfMonth } from '../../schemas/clearing/months.ts'
import { StatementPaymentBody } from '../../schemas/clearing/statements.ts'
import { route } from './deps.ts'
import { charityStatementOf } from './present-charity-statement.ts'

export const recordCharityPaymentRoute = route({
  operation: 'recordCharityPayment',
  method: 'post',
  path: '/v1/charities/{charityId}/statements/{month}/payment',
  summary: 'Record that a charity was paid',
  description:
    'In full for that month: it is no longer in the opening position of statements that are issued from now on. The same reference again changes nothing.',
  caller: 'operator',
  operatorScopes: ['operator:clearing'],
  body: StatementPaymentBody,
  audit: { keeps: ['reference'] },
  repeatable: true,
  once: 'answer_kept',
  response: CharityStatementResponse,
  refuses: ['charity_unknown', 'statement_unknown', 'statement_unpayable'],
  handle: async ({ deps, params: { charityId, month }, body }) =>
    charityStatementOf(await recordCharityPayment(deps, { charityId, month: numberOfMonth(month), ...body })),
})
