import { readOwnPacks } from '../../../actions/clearing/read-own-packs.ts'
import { PacksResponse } from '../../schemas/clearing/packs.ts'
import { route } from './deps.ts'
import { presentPacks } from './present-packs.ts'

export const readOwnPacksRoute = route({
  operation: 'readOwnPacks',
  method: 'get',
  path: '/v1/packs',
  summary: "Read the partner's own prepaid packs",
  description: 'By number, with what is used and left of each, and of all together.',
  caller: 'partner',
  scope: 'ledger:read',
  response: PacksResponse,
  handle: async ({ deps, caller: { partnerId } }) => presentPacks(await readOwnPacks(deps, partnerId)),
})
