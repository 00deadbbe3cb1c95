import { listPartnerPeople } from '../../../actions/people/list-partner-people.ts'
import { presentWhole } from '../../schemas/pagination.ts'
import { PeopleResponse } from '../../schemas/people/people.ts'
import { route } from './deps.ts'
import { presentPerson } from './present-person.ts'

export const listPartnerPeopleRoute = route({
  operation: 'listPartnerPeople',
  method: 'get',
  path: '/v1/partners/{partnerId}/people',
  summary: 'List the people of a partner',
  description: 'In the order in which they were invited, without those who were removed.',
  caller: 'operator',
  operatorScopes: ['operator:keys'],
  response: PeopleResponse,
  refuses: ['partner_unknown'],
  handle: async ({ deps, params: { partnerId } }) =>
    presentWhole(await listPartnerPeople(deps, partnerId), presentPerson),
})
