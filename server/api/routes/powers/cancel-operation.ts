import { cancelOperation } from '../../../actions/powers/cancel-operation.ts'
import { route } from './deps.ts'
import { presentOperation } from './present-power.ts'
import { OperationResponse } from '../../schemas/powers/powers.ts'

export const cancelOperationRoute = route({
  operation: 'cancelOperation',
  method: 'post',
  path: '/v1/operations/{operationId}/cancel',
  summary: 'Cancel a call that a delayed role has announced',
  description:
    "As the guardian of the role: a partner's new key, prices, a module. Changes of the roles themselves only the administrator can cancel; such a cancelling fails on the ledger.",
  caller: 'operator',
  operatorScopes: ['operator:powers'],
  repeatable: true,
  once: 'answer_kept',
  status: 202,
  response: OperationResponse,
  refuses: ['operation_unknown'],
  handle: async ({ deps, params: { operationId } }) => presentOperation(await cancelOperation(deps, operationId)),
})
