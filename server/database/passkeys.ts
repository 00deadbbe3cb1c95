import { Rejection } from '../domain/rejection.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { PasskeyModel } from './generated/models.ts'
import { insertRows } from './engine/save-rows.ts'

/** A WebAuthn credential whose public key is a member's key. */
export type Passkey = Readonly<PasskeyModel>

declare module './engine/tables.ts' {
  interface Rows {
    passkey: Passkey
  }
}

/** Stores a new passkey; one that is known already belongs to somebody. */
export async function insertPasskey(tx: Transaction, passkey: Passkey): Promise<void> {
  const inserted = await insertRows(tx, 'passkey', [passkey])
  if (inserted.length === 0) throw new Rejection('passkey_taken')
}

/** A passkey by its credential id. */
export async function findPasskey(reader: Reader, id: string): Promise<Passkey | null> {
  return reader.passkey.findUnique({ where: { id } })
}

/** The passkeys of a member, oldest first. */
export async function listPasskeysOfMember(reader: Reader, memberId: string): Promise<Passkey[]> {
  return reader.passkey.findMany({ where: { memberId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], take: 20 })
}
