import { listOwnStatements } from '../../../actions/clearing/list-own-statements.ts'
import { OWN_STATEMENTS, OwnStatementsQuery } from '../../schemas/clearing/statements.ts'
import { route } from './deps.ts'
import { presentSummary } from './present-statement.ts'

export const listOwnStatementsRoute = route({
  operation: 'listOwnStatements',
  method: 'get',
  path: '/v1/statements',
  summary: "List the partner's own statements",
  description: 'Newest first, with what each comes to and whether its payment was recorded.',
  caller: 'partner',
  scope: 'ledger:read',
  query: OwnStatementsQuery,
  response: OWN_STATEMENTS.response,
  handle: async ({ deps, caller: { partnerId }, query: { cursor = null, limit } }) =>
    OWN_STATEMENTS.present(
      await listOwnStatements(deps, { partnerId, beforeMonth: cursor, rowsMax: limit }),
      presentSummary,
    ),
})
