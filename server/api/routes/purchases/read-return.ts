import { readReturn } from '../../../actions/purchases/read-return.ts'
import { forPartner } from '../../for-partner.ts'
import { presentReturnView } from './present-return.ts'
import { route } from './deps.ts'
import { ReadReturnResponse } from '../../schemas/purchases/returns.ts'

export const readReturnRoute = route({
  operation: 'readReturn',
  method: 'get',
  path: '/v1/returns/{returnId}',
  summary: 'Read a return',
  caller: 'partner',
  scope: 'ledger:read',
  response: ReadReturnResponse,
  refuses: ['return_unknown'],
  handle: forPartner(readReturn, presentReturnView),
})
