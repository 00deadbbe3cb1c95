import { listStatements } from '../../../actions/clearing/list-statements.ts'
import { STATEMENTS, StatementsQuery } from '../../schemas/clearing/statements.ts'
import { route } from './deps.ts'
import { presentSummary } from './present-statement.ts'

export const listStatementsRoute = route({
  operation: 'listStatements',
  method: 'get',
  path: '/v1/partners/{partnerId}/statements',
  summary: 'List the statements of a partner',
  description: 'Newest first, with what each comes to and whether its payment was recorded.',
  caller: 'operator',
  operatorScopes: ['operator:read'],
  query: StatementsQuery,
  response: STATEMENTS.response,
  refuses: ['partner_unknown'],
  handle: async ({ deps, params: { partnerId }, query: { cursor = null, limit } }) =>
    STATEMENTS.present(await listStatements(deps, { partnerId, beforeMonth: cursor, rowsMax: limit }), presentSummary),
})
