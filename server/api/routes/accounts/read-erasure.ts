import { readErasure } from '../../../actions/accounts/read-erasure.ts'
import { ErasureResponse } from '../../schemas/accounts/erasures.ts'
import { presentErasure } from './present-erasure.ts'
import { route } from './deps.ts'

export const readErasureRoute = route({
  operation: 'readErasure',
  method: 'get',
  path: '/v1/me/erasure',
  summary: 'Read what deleting your account would take',
  description: 'The points that would be lost, what must be over first, and whether an erasure waits.',
  caller: 'member',
  response: ErasureResponse,
  handle: async ({ deps, caller: { memberId } }) => presentErasure(await readErasure(deps, memberId)),
})
