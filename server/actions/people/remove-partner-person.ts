import { type ChangePeopleDeps, endPerson, lockPerson, type PersonOfPartner } from './change-people.ts'

/** Removes a person of a partner as the operator, who can remove the last owner as well. */
export async function removePartnerPerson(deps: ChangePeopleDeps, named: PersonOfPartner): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const { person } = await lockPerson(tx, named)
    await endPerson(tx, deps, person)
  })
}
