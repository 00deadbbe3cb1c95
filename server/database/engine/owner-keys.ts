import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  randomFillSync,
} from 'node:crypto'

import { makeKeyedHash } from './keyed-hash.ts'

/** Where wrapped keys are kept, apart from what they open. */
export interface KeyStore {
  /** What is kept for these owners: a wrapped key, or null of one whose key was destroyed. An owner without either is missing. */
  read(owners: readonly string[]): Promise<Map<string, string | null>>
  /** Keeps keys, durably, of owners that have none yet, and says of which owners. Of two that come at the same time one stays. */
  insert(keys: readonly { readonly owner: string; readonly wrapped: string }[]): Promise<ReadonlySet<string>>
  /** Destroys keys, durably, and keeps that there must be none again. */
  destroy(owners: readonly string[]): Promise<void>
  /** Names this store for ever. */
  readonly id: string
  close(): Promise<void>
}

/** A random key for each owner of texts: a member, a slip, or the answers of a day. What is sealed with it is noise once it is destroyed. */
export interface OwnerKeys {
  readonly storeId: string
  /** Has the keys of these owners at hand, those that are missing made and durable. */
  prepare(owners: Iterable<string>): Promise<void>
  /** The same, without making any. */
  load(owners: Iterable<string>): Promise<void>
  /** A sealed text; null where the owner's key was destroyed. The key must be at hand. */
  seal(owner: string, text: string): string | null
  /** The text; null where the key is gone. The key must be at hand. */
  open(owner: string, sealed: string): string | null
  destroy(owners: readonly string[]): Promise<void>
  /** The same for those of these owners that have a key: the others get no tombstone. */
  destroyExisting(owners: readonly string[]): Promise<void>
  /** A keyed hash: the same for the same text, and nobody without the key can test a guess. */
  nameOf(text: string): string
  close(): Promise<void>
}

const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const NAME_BYTES = 24
/** Owners whose keys stay in memory: some megabytes. */
const KEYS_AT_HAND_MAX = 50_000

interface AtHand {
  /** Null: destroyed, or never made. */
  readonly key: KeyObject | null
  readonly readAtMs: number
}

/** Keys in memory: those that were asked for last, each for as long as it may be believed. */
interface KeysAtHand {
  find(owner: string): KeyObject | null | undefined
  keep(owner: string, key: Uint8Array | null): void
  missingOf(owners: Iterable<string>): string[]
  trim(): void
}

function makeKeysAtHand(freshMs: number): KeysAtHand {
  const atHand = new Map<string, AtHand>()
  return {
    find: (owner) => atHand.get(owner)?.key,
    keep(owner, key) {
      atHand.delete(owner)
      atHand.set(owner, { key: key && createSecretKey(key), readAtMs: performance.now() })
    },
    missingOf(owners) {
      const now = performance.now()
      const isFresh = (found: AtHand | undefined) => found !== undefined && now - found.readAtMs < freshMs
      return [...new Set(owners)].filter((owner) => !isFresh(atHand.get(owner)))
    },
    trim() {
      for (const owner of atHand.keys()) {
        if (atHand.size <= KEYS_AT_HAND_MAX) return
        atHand.delete(owner)
      }
    },
  }
}

/**
 * Opens the keys of a store. They are wrapped with a key that is derived from the server's lookup key, so that a copy of the store alone opens
 * nothing. `freshMs`: where other processes may destroy keys, what is in memory is read again after so long.
 */
export function openOwnerKeys(store: KeyStore, lookupKey: Uint8Array, freshMs = Number.POSITIVE_INFINITY): OwnerKeys {
  const derive = (what: string) => Buffer.from(hkdfSync('sha256', lookupKey, 'entente member keys 1', what, KEY_BYTES))
  const wrappingKey = createSecretKey(derive('wrapping'))
  const naming = makeKeyedHash(derive('naming'))
  const atHand = makeKeysAtHand(freshMs)
  const read = async (owners: readonly string[]): Promise<string[]> => {
    const found = await store.read(owners)
    for (const [owner, wrapped] of found)
      atHand.keep(owner, wrapped === null ? null : decrypt(wrappingKey, wrapped, owner))
    return owners.filter((owner) => !found.has(owner))
  }
  const make = async (owners: readonly string[]): Promise<void> => {
    const made = owners.map((owner) => ({ owner, key: randomBytes(KEY_BYTES) }))
    const kept = await store.insert(
      made.map(({ owner, key }) => ({ owner, wrapped: encrypt(wrappingKey, key, owner) })),
    )
    for (const { owner, key } of made) if (kept.has(owner)) atHand.keep(owner, key)
    await read(owners.filter((owner) => !kept.has(owner)))
  }
  const destroy = async (owners: readonly string[]): Promise<void> => {
    await store.destroy(owners)
    for (const owner of owners) atHand.keep(owner, null)
  }
  return {
    storeId: store.id,
    async prepare(owners) {
      const missing = atHand.missingOf(owners)
      if (missing.length === 0) return
      const without = await read(missing)
      if (without.length > 0) await make(without)
      atHand.trim()
    },
    async load(owners) {
      const missing = atHand.missingOf(owners)
      if (missing.length === 0) return
      await read(missing)
      atHand.trim()
    },
    seal(owner, text) {
      const key = atHand.find(owner)
      if (key === undefined) throw new Error('a key is at hand before anything is sealed with it')
      return key === null ? null : encrypt(key, Buffer.from(text))
    },
    open(owner, sealed) {
      const key = atHand.find(owner) ?? null
      return key === null ? null : decrypt(key, sealed).toString('utf8')
    },
    destroy,
    async destroyExisting(owners) {
      const found = [...(await store.read(owners))].flatMap(([owner, wrapped]) => (wrapped === null ? [] : owner))
      if (found.length > 0) await destroy(found)
    },
    nameOf: (text) => naming(text).subarray(0, NAME_BYTES).toString('base64url'),
    close: () => store.close(),
  }
}

const pool = Buffer.alloc(NONCE_BYTES * 512)
let poolUsed = pool.length

/** Random bytes, drawn many at once: one draw costs more than what it is for. */
function drawNonce(): Buffer {
  if (poolUsed === pool.length) {
    randomFillSync(pool)
    poolUsed = 0
  }
  return pool.subarray(poolUsed, (poolUsed += NONCE_BYTES))
}

/** `owner` is bound to what only owners share a key for: that of the keys themselves. */
function encrypt(key: KeyObject, plain: Uint8Array, owner = ''): string {
  const nonce = drawNonce()
  const cipher = createCipheriv(CIPHER, key, nonce)
  if (owner !== '') cipher.setAAD(Buffer.from(owner))
  // Of this cipher `final` gives no bytes more.
  const sealed = cipher.update(plain)
  cipher.final()
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64')
}

function decrypt(key: KeyObject, text: string, owner = ''): Buffer {
  const bytes = Buffer.from(text, 'base64')
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
  if (owner !== '') decipher.setAAD(Buffer.from(owner))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  const opened = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES))
  decipher.final()
  return opened
}
