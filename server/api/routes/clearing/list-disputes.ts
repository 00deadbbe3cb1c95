import { listDisputes } from '../../../actions/clearing/list-disputes.ts'
import { monthText } from '../../../domain/utc-days.ts'
import { DisputesResponse } from '../../schemas/clearing/statements.ts'
import { presentWhole } from '../../schemas/pagination.ts'
import { route } from './deps.ts'

export const listDisputesRoute = route({
  operation: 'listDisputes',
  method: 'get',
  path: '/v1/disputes',
  summary: 'List the positions that partners dispute',
  description: 'Those that wait the longest first, as the chain has them, with what the partner wrote.',
  caller: 'operator',
  operatorScopes: ['operator:read'],
  response: DisputesResponse,
  handle: async ({ deps }) =>
    presentWhole(await listDisputes(deps), ({ partnerId, month, minor, since, reason, reasonHash }) => ({
      partnerId,
      month: monthText(month),
      netMinor: minor,
      disputedAt: since.toISOString(),
      reason,
      reasonHash,
    })),
})
