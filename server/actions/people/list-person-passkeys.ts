import type { Reader } from '../../database/engine/client.ts'
import { listPasskeysOfPerson, type PersonPasskey } from '../../database/person-passkeys.ts'

/** The passkeys with which a person signs in, oldest first. */
export function listPersonPasskeys({ db }: { readonly db: Reader }, personId: string): Promise<PersonPasskey[]> {
  return listPasskeysOfPerson(db, personId)
}
