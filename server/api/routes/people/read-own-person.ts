import { readOwnPerson } from '../../../actions/people/read-own-person.ts'
import { OwnPersonResponse } from '../../schemas/people/people.ts'
import { route } from './deps.ts'
import { presentOwnPerson } from './present-person.ts'

export const readOwnPersonRoute = route({
  operation: 'readOwnPerson',
  method: 'get',
  path: '/v1/partner/me',
  summary: 'Read who is signed in to the console',
  caller: 'person',
  response: OwnPersonResponse,
  handle: async ({ deps, caller: { keyId } }) => presentOwnPerson(await readOwnPerson(deps, keyId)),
})
