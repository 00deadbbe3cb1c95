import { type Giver, refuseToGive, scopesOfRole } from '../../domain/people.ts'
import { type ChangePeopleDeps, endPerson, keepOwner, lockPerson, type PersonOfPartner } from './change-people.ts'

/** Removes a person of a partner, who is signed out everywhere at once. */
export async function removePerson(
  deps: ChangePeopleDeps,
  { giver, ...named }: PersonOfPartner & { readonly giver: Giver },
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const locked = await lockPerson(tx, named)
    refuseToGive(giver, scopesOfRole(locked.person.role))
    keepOwner(locked)
    await endPerson(tx, deps, locked.person)
  })
}
