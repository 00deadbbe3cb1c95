import type { Moment } from '../domain/pages.ts'
import { noteMade } from './audit-entries.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { ApiKeyModel } from './generated/models.ts'
import { insertNewRows, saveRows } from './engine/save-rows.ts'

/** What is kept of an API key: never its secret part. */
export type ApiKey = Readonly<ApiKeyModel>

declare module './engine/tables.ts' {
  interface Rows {
    api_key: ApiKey
  }
}

/** The keys of a partner, or with null those of operators, before a place in time, newest first. */
export async function listApiKeys(
  reader: Reader,
  { partnerId, before, rowsMax }: { partnerId: number | null; before: Moment | null; rowsMax: number },
): Promise<ApiKey[]> {
  const earlier = before && [{ createdAt: { lt: before.at } }, { createdAt: before.at, id: { lt: before.id } }]
  return reader.apiKey.findMany({
    where: { partnerId, ...(earlier === null ? {} : { OR: earlier }) },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: rowsMax,
  })
}

/** The keys of a partner that nobody has revoked, expired ones included. */
export async function listUnrevokedKeys(reader: Reader, partnerId: number): Promise<ApiKey[]> {
  return reader.apiKey.findMany({ where: { partnerId, revokedAt: null }, orderBy: { id: 'asc' } })
}

/** The keys of one holder: the first one, and those that carried it on by rotation. */
export async function listKeysOfHolder(reader: Reader, holder: string): Promise<ApiKey[]> {
  return reader.apiKey.findMany({ where: { OR: [{ id: holder }, { holder }] }, orderBy: [{ createdAt: 'asc' }] })
}

/** A key by its public id. */
export async function findApiKey(reader: Reader, id: string): Promise<ApiKey | null> {
  return reader.apiKey.findUnique({ where: { id } })
}

/** Stores a new key. */
export async function insertApiKey(tx: Transaction, key: ApiKey): Promise<void> {
  await insertNewRows(tx, 'api_key', [key], 'the public id of a key is random')
  noteMade(tx, { newKeyId: key.id })
}

/** Stores a changed key: revoked, or ending at another time. */
export async function saveApiKey(tx: Transaction, key: ApiKey): Promise<void> {
  await saveRows(tx, 'api_key', [key])
}
