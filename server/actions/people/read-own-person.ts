import type { Reader } from '../../database/engine/client.ts'
import { findPartner, type Partner } from '../../database/partners.ts'
import { findPerson } from '../../database/people.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { ContactSeal } from '../messages/contact-seal.ts'
import { type PersonView, viewPerson } from './person-view.ts'

/** Reads who is signed in to the console, and the partner of that person. */
export async function readOwnPerson(
  deps: { readonly db: Reader; readonly contactSeal: ContactSeal },
  personId: string,
): Promise<PersonView & { readonly partner: Partner }> {
  const person = await findPerson(deps.db, personId)
  const partner = person === null ? null : await findPartner(deps.db, person.partnerId)
  // Removed since the request came in.
  if (person === null || partner === null) throw new Rejection('signed_out')
  return { ...viewPerson(deps, person), partner }
}
