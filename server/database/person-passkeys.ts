import { Rejection } from '../domain/rejection.ts'
import type { Reader, Transaction } from './engine/client.ts'
import { insertRows, saveRows } from './engine/save-rows.ts'
import type { PersonPasskeyModel } from './generated/models.ts'

/** A WebAuthn credential with which a person of a partner signs in. */
export type PersonPasskey = Readonly<PersonPasskeyModel>

declare module './engine/tables.ts' {
  interface Rows {
    person_passkey: PersonPasskey
  }
}

/** Stores a new passkey; one that is known already belongs to somebody. */
export async function insertPersonPasskey(tx: Transaction, passkey: PersonPasskey): Promise<void> {
  if ((await insertRows(tx, 'person_passkey', [passkey])).length === 0) throw new Rejection('passkey_taken')
}

/** A passkey by its credential id; null where there is none, or it was removed. */
export async function findPersonPasskey(reader: Reader, id: string): Promise<PersonPasskey | null> {
  return reader.personPasskey.findFirst({ where: { id, removedAt: null } })
}

/** The passkeys of a person that were not removed, oldest first. There are few: their number has a limit. */
export async function listPasskeysOfPerson(reader: Reader, personId: string): Promise<PersonPasskey[]> {
  return reader.personPasskey.findMany({
    where: { personId, removedAt: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
}

/** Stores a changed passkey. */
export async function savePersonPasskey(tx: Transaction, passkey: PersonPasskey): Promise<void> {
  await saveRows(tx, 'person_passkey', [passkey])
}
