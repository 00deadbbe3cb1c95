import type { Reader } from './client.ts'
import type { ApiKeyModel } from './generated/models.ts'

/** What is kept of an API key: never its secret part. */
export type ApiKey = Readonly<ApiKeyModel>

/** A key by its public id. */
export async function findApiKey(reader: Reader, id: string): Promise<ApiKey | null> {
  return reader.apiKey.findUnique({ where: { id } })
}

/** The keys of a partner, or of the operator (null), newest first. */
export async function listApiKeys(reader: Reader, partnerId: number | null, rowsMax: number): Promise<ApiKey[]> {
  return reader.apiKey.findMany({
    where: { partnerId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: rowsMax,
  })
}
