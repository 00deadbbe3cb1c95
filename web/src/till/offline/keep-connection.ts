import type { TillPartner } from '../../api-client/till.ts'
import type { RegisteredTill, TillDatabase } from './till-database.ts'
import type { WebKey, WebKeyPair } from './web-keys.ts'

const WRAPPING = 'wrapping'
const SIGNING = 'signing'
const SIGNING_ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const
const IV_BYTES = 12

/** The page, by what tests have of it as well. */
const page = globalThis as unknown as { readonly location: { readonly origin: string } }

/** What is sealed belongs to this page's origin: copied elsewhere it does not open. */
const sealedFor = (): Uint8Array<ArrayBuffer> => new TextEncoder().encode(`entente.till.key of ${page.location.origin}`)

async function keptKey(database: TillDatabase): Promise<WebKey> {
  const known = await database.get('keys', WRAPPING)
  if (known instanceof CryptoKey) return known
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  await database.put('keys', made, WRAPPING)
  return made
}

/** The till's own key to sign slips with: made once, and no script can read its private half. */
export async function signingKeys(database: TillDatabase): Promise<WebKeyPair> {
  const known = await database.get('keys', SIGNING)
  if (known !== undefined && 'privateKey' in known) return known
  const made = await crypto.subtle.generateKey(SIGNING_ALGORITHM, false, ['sign', 'verify'])
  // Two tabs may be here at once: the first pair that is stored is the till's.
  const tx = database.transaction('keys', 'readwrite', { durability: 'strict' })
  const first = await tx.store.get(SIGNING)
  const pair = first !== undefined && 'privateKey' in first ? first : made
  await tx.store.put(pair, SIGNING)
  await tx.done
  return pair
}

/** A new pair of keys for another till than the one that this browser was before. */
export async function forgetSigningKeys(database: TillDatabase): Promise<void> {
  await database.delete('keys', SIGNING)
}

/** Keeps the partner's key on this device, so that the till opens without network. */
export async function keepConnection(
  database: TillDatabase,
  kept: { key: string; partner: TillPartner; till: RegisteredTill; now: Date },
): Promise<void> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const wrapping = await keptKey(database)
  const sealedKey = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: sealedFor() },
    wrapping,
    new TextEncoder().encode(kept.key),
  )
  const { partner, till, now } = kept
  await database.put('kept', { name: 'connection', iv, sealedKey, partner, till, keptAt: now.toISOString() })
}

/** What was kept; null when nothing was, or when it was not sealed here. */
export async function readKeptConnection(
  database: TillDatabase,
): Promise<{ key: string; partner: TillPartner; till: RegisteredTill } | null> {
  const kept = await database.get('kept', 'connection')
  if (kept === undefined) return null
  try {
    const additionalData = sealedFor()
    const opened = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: kept.iv, additionalData },
      await keptKey(database),
      kept.sealedKey,
    )
    return { key: new TextDecoder().decode(opened), partner: kept.partner, till: kept.till }
  } catch {
    return null
  }
}

/** Forgets the partner's key, and the key that sealed it. What waits to be sent stays. */
export async function forgetConnection(database: TillDatabase): Promise<void> {
  const tx = database.transaction(['kept', 'keys'], 'readwrite', { durability: 'strict' })
  await tx.objectStore('kept').delete('connection')
  await tx.objectStore('keys').delete(WRAPPING)
  await tx.done
}
