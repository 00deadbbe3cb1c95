import { listCharityStatements } from '../../../actions/clearing/list-charity-statements.ts'
import { CHARITY_STATEMENTS, CharityStatementsQuery } from '../../schemas/clearing/charity-statements.ts'
import { route } from './deps.ts'
import { presentCharitySummary } from './present-charity-statement.ts'

export const listCharityStatementsRoute = route({
  operation: 'listCharityStatements',
  method: 'get',
  path: '/v1/charities/{charityId}/statements',
  summary: 'List the statements of a charity',
  description:
    'Newest first: what members gave in each month, what that comes to, and whether its payment was recorded.',
  caller: 'operator',
  operatorScopes: ['operator:read'],
  query: CharityStatementsQuery,
  response: CHARITY_STATEMENTS.response,
  refuses: ['charity_unknown'],
  handle: async ({ deps, params: { charityId }, query: { cursor = null, limit } }) =>
    CHARITY_STATEMENTS.present(
      await listCharityStatements(deps, { charityId, beforeMonth: cursor, rowsMax: limit }),
      presentCharitySummary,
    ),
})
