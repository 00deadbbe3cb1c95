import { changePerson } from '../../../actions/people/change-person.ts'
import { giverOf } from '../../giver-of.ts'
import { ChangePersonBody, PersonResponse } from '../../schemas/people/people.ts'
import { route } from './deps.ts'
import { presentPerson } from './present-person.ts'

export const changePersonRoute = route({
  operation: 'changePerson',
  method: 'put',
  path: '/v1/partner/people/{personId}',
  summary: 'Change the name or the role of a person',
  description: 'With another role, the sessions of the person end at once.',
  caller: 'partner',
  scope: 'people:write',
  body: ChangePersonBody,
  audit: { keeps: ['role'] },
  response: PersonResponse,
  refuses: ['person_unknown', 'owner_needed'],
  handle: async ({ deps, caller, params: { personId }, body: { name, role } }) => {
    const changed = { ...(name === undefined ? {} : { name }), ...(role === undefined ? {} : { role }) }
    const named = { partnerId: caller.partnerId, personId }
    return presentPerson(await changePerson(deps, { ...named, ...changed, giver: giverOf(caller) }))
  },
})
