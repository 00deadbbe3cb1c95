import type { Person } from '../../database/people.ts'
import type { ContactSeal } from '../messages/contact-seal.ts'

/** Somebody of a partner, with the address. */
export interface PersonView {
  readonly person: Person
  readonly email: string
}

/** Opens the address of a person who was not removed. */
export function viewPerson({ contactSeal }: { readonly contactSeal: ContactSeal }, person: Person): PersonView {
  return { person, email: person.sealed === null ? '' : contactSeal.open(person.id, person.sealed) }
}
