import { readOwnStatement } from '../../../actions/clearing/read-own-statement.ts'
import { numberOfMonth } from '../../schemas/clearing/months.ts'
import { StatementQuery, StatementResponse } from '../../schemas/clearing/statements.ts'
import { route } from './deps.ts'
import { presentStatement, STATEMENT_FILES } from './present-statement.ts'

export const readOwnStatementRoute = route({
  operation: 'readOwnStatement',
  method: 'get',
  path: '/v1/statements/{month}',
  summary: "Read the partner's own statement of a month",
  description: 'As it was signed: the same bytes each time. `format` has it as a table or a page.',
  caller: 'partner',
  scope: 'ledger:read',
  query: StatementQuery,
  response: StatementResponse,
  alsoAnswers: STATEMENT_FILES,
  refuses: ['statement_unknown', 'statement_waits'],
  handle: async ({ deps, caller: { partnerId }, params: { month }, query: { format } }) =>
    presentStatement(await readOwnStatement(deps, { partnerId, month: numberOfMonth(month) }), format),
})
