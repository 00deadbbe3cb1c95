import { readPacks } from '../../../actions/clearing/read-packs.ts'
import { PacksResponse } from '../../schemas/clearing/packs.ts'
import { route } from './deps.ts'
import { presentPacks } from './present-packs.ts'

export const readPacksRoute = route({
  operation: 'readPacks',
  method: 'get',
  path: '/v1/partners/{partnerId}/packs',
  summary: 'Read the prepaid packs of a partner',
  description: 'By number, with what is used and left of each, and of all together.',
  caller: 'operator',
  operatorScopes: ['operator:read'],
  response: PacksResponse,
  refuses: ['partner_unknown'],
  handle: async ({ deps, params: { partnerId } }) => presentPacks(await readPacks(deps, partnerId)),
})
