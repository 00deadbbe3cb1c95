import type { PersonRole } from '../domain/people.ts'
import { noteMade } from './audit-entries.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { Narrow } from './engine/row.ts'
import { insertRows, saveRows } from './engine/save-rows.ts'
import type { NewRow } from './engine/tables.ts'
import type { PersonModel } from './generated/models.ts'

/** Somebody of a partner who signs in to its console. */
export type Person = Narrow<PersonModel, { role: PersonRole }>

declare module './engine/tables.ts' {
  interface Rows {
    person: Person
  }
}

/** Stores a new person; false where the partner has somebody with the same address. */
export async function insertPerson(tx: Transaction, person: NewRow<'person'>): Promise<boolean> {
  const inserted = await insertRows(tx, 'person', [person])
  noteMade(tx, { personId: person.id })
  return inserted.length === 1
}

/** The people of a partner who were not removed, in the order in which they were invited. There are few: their number has a limit. */
export async function listPeopleOfPartner(reader: Reader, partnerId: number): Promise<Person[]> {
  return (await reader.person.findMany({
    where: { partnerId, removedAt: null },
    orderBy: { seq: 'asc' },
  })) as Person[]
}

/** Whoever has an address, at any partner, in the order in which they were invited; removed people have none. */
export async function listPeopleOfEmail(reader: Reader, emailHash: string): Promise<Person[]> {
  return (await reader.person.findMany({
    where: { emailHash, removedAt: null },
    orderBy: { seq: 'asc' },
  })) as Person[]
}

/** A person who was not removed; null where there is none of this id. */
export async function findPerson(reader: Reader, id: string): Promise<Person | null> {
  return (await reader.person.findFirst({ where: { id, removedAt: null } })) as Person | null
}

/** Stores a changed person. The caller has locked the partner. */
export async function savePerson(tx: Transaction, person: Person): Promise<void> {
  await saveRows(tx, 'person', [person])
}
