import { listPeople } from '../../../actions/people/list-people.ts'
import { presentWhole } from '../../schemas/pagination.ts'
import { PeopleResponse } from '../../schemas/people/people.ts'
import { route } from './deps.ts'
import { presentPerson } from './present-person.ts'

export const listPeopleRoute = route({
  operation: 'listPeople',
  method: 'get',
  path: '/v1/partner/people',
  summary: 'List the people of the console',
  description: 'In the order in which they were invited, without those who were removed.',
  caller: 'partner',
  scope: 'people:write',
  response: PeopleResponse,
  handle: async ({ deps, caller: { partnerId } }) => presentWhole(await listPeople(deps, partnerId), presentPerson),
})
