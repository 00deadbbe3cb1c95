import { Problem } from '../../api-client/problem.ts'
import { registerTill } from '../../api-client/till-sync.ts'
import type { TillPartner } from '../../api-client/till.ts'
import type { TillLine } from '../../api-client/till-line.ts'
import { forgetSigningKeys, keepConnection, signingKeys } from './keep-connection.ts'
import type { RegisteredTill, TillDatabase } from './till-database.ts'
import type { WebKeyPair } from './web-keys.ts'

async function exportPublicKey({ publicKey }: WebKeyPair): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

async function register(database: TillDatabase, line: TillLine, name: string): Promise<RegisteredTill> {
  const asked = async () => ({ name, publicKey: await exportPublicKey(await signingKeys(database)) })
  try {
    return await registerTill(line, await asked())
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'till_unknown')) throw error
    // The key of this browser was revoked: with another one it is another till.
    await forgetSigningKeys(database)
    return registerTill(line, await asked())
  }
}

/** Makes this browser a till that works without network: it has a key to sign slips with, and opens again by itself. */
export async function setUpTill(
  database: TillDatabase,
  { line, partner, name }: { line: TillLine; partner: TillPartner; name: string },
): Promise<RegisteredTill> {
  const { tillId, name: known } = await register(database, line, name)
  const till = { tillId, name: known }
  await keepConnection(database, { key: line.key, partner, till, now: new Date() })
  // Asked for, not relied on: without it a browser that is short of room may throw our store away.
  await navigator.storage.persist().catch(() => false)
  return till
}
