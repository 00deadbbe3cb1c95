import { readStatement } from '../../../actions/clearing/read-statement.ts'
import { numberOfMonth } from '../../schemas/clearing/months.ts'
import { StatementQuery, StatementResponse } from '../../schemas/clearing/statements.ts'
import { route } from './deps.ts'
import { presentStatement, STATEMENT_FILES } from './present-statement.ts'

export const readStatementRoute = route({
  operation: 'readStatement',
  method: 'get',
  path: '/v1/partners/{partnerId}/statements/{month}',
  summary: 'Read a statement of a partner',
  description: 'As it was signed: the same bytes each time. `format` has it as a table or a page.',
  caller: 'operator',
  operatorScopes: ['operator:read'],
  query: StatementQuery,
  response: StatementResponse,
  alsoAnswers: STATEMENT_FILES,
  refuses: ['partner_unknown', 'statement_unknown', 'statement_waits'],
  handle: async ({ deps, params: { partnerId, month }, query: { format } }) =>
    presentStatement(await readStatement(deps, { partnerId, month: numberOfMonth(month) }), format),
})
