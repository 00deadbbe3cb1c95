import { Rejection } from '../domain/rejection.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { PasskeyModel } from './generated/models.ts'
import { insertRows, saveRows } from './engine/save-rows.ts'

/** A WebAuthn credential whose public key is a member's key. */
export type Passkey = Readonly<PasskeyModel>

declare module './engine/tables.ts' {
  interface Rows {
    passkey: Passkey
  }
}

/** What a passkey is that is the key of an account: it confirms nothing else. */
export const KEY_OF_ACCOUNT = { confirmsFrom: null, removedAt: null } as const

/** Stores a new passkey; one that is known already belongs to somebody. */
export async function insertPasskey(tx: Transaction, passkey: Passkey): Promise<void> {
  const inserted = await insertRows(tx, 'passkey', [passkey])
  if (inserted.length === 0) throw new Rejection('passkey_taken')
}

/** A passkey by its credential id. */
export async function findPasskey(reader: Reader, id: string): Promise<Passkey | null> {
  return reader.passkey.findUnique({ where: { id } })
}

/** The passkeys of a member that are or were the key of an account, oldest first. */
export async function listPasskeysOfMember(reader: Reader, memberId: string): Promise<Passkey[]> {
  return reader.passkey.findMany({
    where: { memberId, confirmsFrom: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: 20,
  })
}

/** A passkey with which a card member can confirm moves. */
export type ConfirmingPasskey = Passkey & { readonly confirmsFrom: Date; readonly removedAt: null }

/** The passkeys with which a card member can confirm moves, or will, oldest first. */
export async function listConfirmingPasskeys(reader: Reader, memberId: string): Promise<ConfirmingPasskey[]> {
  const where = { memberId, confirmsFrom: { not: null }, removedAt: null }
  return (await reader.passkey.findMany({
    where,
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })) as ConfirmingPasskey[]
}

/** Takes passkeys back with which a member could confirm moves. The caller has locked the member. */
export async function removePasskeys(tx: Transaction, passkeys: readonly Passkey[], removedAt: Date): Promise<void> {
  await saveRows(
    tx,
    'passkey',
    passkeys.map((passkey) => ({ ...passkey, removedAt })),
  )
}
