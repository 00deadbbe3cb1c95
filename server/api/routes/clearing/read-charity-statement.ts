import { readCharityStatement } from '../../../actions/clearing/read-charity-statement.ts'
import { CharityStatementQuery, CharityStatementResponse } from '../../schemas/clearing/charity-statements.ts'
import { numberOfMonth } from '../../schemas/clearing/months.ts'
import { route } from './deps.ts'
import { CHARITY_STATEMENT_FILES, presentCharityStatement } from './present-charity-statement.ts'

export const readCharityStatementRoute = route({
  operation: 'readCharityStatement',
  method: 'get',
  path: '/v1/charities/{charityId}/statements/{month}',
  summary: 'Read a statement of a charity',
  description: 'As it was signed: the same bytes each time. `format` has it as a table.',
  caller: 'operator',
  operatorScopes: ['operator:read'],
  query: CharityStatementQuery,
  response: CharityStatementResponse,
  alsoAnswers: CHARITY_STATEMENT_FILES,
  refuses: ['charity_unknown', 'statement_unknown'],
  handle: async ({ deps, params: { charityId, month }, query: { format } }) =>
    presentCharityStatement(await readCharityStatement(deps, { charityId, month: numberOfMonth(month) }), format),
})
