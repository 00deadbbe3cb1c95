import type { Database, Transaction } from '../../database/engine/client.ts'
import { lockPartner } from '../../database/partners.ts'
import { listPeopleOfPartner, type Person, savePerson } from '../../database/people.ts'
import { endPersonSessions } from '../../database/person-sessions.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { ContactSeal } from '../messages/contact-seal.ts'

export interface ChangePeopleDeps {
  readonly db: Database
  readonly clock: Clock
  readonly contactSeal: ContactSeal
}

/** Which person of which partner. */
export interface PersonOfPartner {
  readonly partnerId: number
  readonly personId: string
}

/** A person, and the others of the partner, while the partner is locked: of two changes, the second sees the first. */
interface LockedPerson {
  readonly person: Person
  readonly others: readonly Person[]
}

/** Finds a person of a partner, and locks the partner until the transaction ends. */
export async function lockPerson(tx: Transaction, { partnerId, personId }: PersonOfPartner): Promise<LockedPerson> {
  const partner = await lockPartner(tx, partnerId)
  if (partner === null) throw new Rejection('partner_unknown', { partnerId })
  const people = await listPeopleOfPartner(tx, partnerId)
  const person = people.find(({ id }) => id === personId)
  if (person === undefined) throw new Rejection('person_unknown', { personId })
  return { person, others: people.filter(({ id }) => id !== personId) }
}

/** Refuses that a partner is left without an owner who has signed in. */
export function keepOwner({ person, others }: LockedPerson): void {
  const isOwner = ({ role, joinedAt }: Person) => role === 'owner' && joinedAt !== null
  if (isOwner(person) && !others.some(isOwner)) throw new Rejection('owner_needed')
}

/** Removes a person: the address is forgotten, and every session ends. */
export async function endPerson(
  tx: Transaction,
  { clock }: Pick<ChangePeopleDeps, 'clock'>,
  person: Person,
): Promise<void> {
  const now = clock.now()
  await savePerson(tx, { ...person, sealed: null, removedAt: now })
  await endPersonSessions(tx, { personId: person.id }, now)
}
