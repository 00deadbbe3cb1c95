import { savePerson } from '../../database/people.ts'
import { endPersonSessions } from '../../database/person-sessions.ts'
import { type Giver, type PersonRole, refuseToGive, scopesOfRole } from '../../domain/people.ts'
import { type ChangePeopleDeps, keepOwner, lockPerson, type PersonOfPartner } from './change-people.ts'
import { type PersonView, viewPerson } from './person-view.ts'

/** Changes the name or the role of a person. With another role every session of theirs ends. */
export async function changePerson(
  deps: ChangePeopleDeps,
  { giver, name, role, ...named }: PersonOfPartner & { giver: Giver; name?: string; role?: PersonRole },
): Promise<PersonView> {
  return deps.db.transaction(async (tx) => {
    const locked = await lockPerson(tx, named)
    const { person } = locked
    const changed = { ...person, name: name ?? person.name, role: role ?? person.role }
    refuseToGive(giver, scopesOfRole(person.role))
    refuseToGive(giver, scopesOfRole(changed.role))
    if (changed.role !== person.role) {
      keepOwner(locked)
      await endPersonSessions(tx, { personId: person.id }, deps.clock.now())
    }
    await savePerson(tx, changed)
    return viewPerson(deps, changed)
  })
}
