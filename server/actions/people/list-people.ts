import type { Reader } from '../../database/engine/client.ts'
import { listPeopleOfPartner } from '../../database/people.ts'
import type { ContactSeal } from '../messages/contact-seal.ts'
import { type PersonView, viewPerson } from './person-view.ts'

export interface ListPeopleDeps {
  readonly db: Reader
  readonly contactSeal: ContactSeal
}

/** The people of a partner who were not removed, in the order in which they were invited. */
export async function listPeople(deps: ListPeopleDeps, partnerId: number): Promise<PersonView[]> {
  return (await listPeopleOfPartner(deps.db, partnerId)).map((person) => viewPerson(deps, person))
}
