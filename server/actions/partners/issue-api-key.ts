import { createHash } from 'node:crypto'

import { findApiKey, insertApiKey, saveApiKey, type ApiKey } from '../../database/api-keys.ts'
import type { Database, Transaction } from '../../database/engine/client.ts'
import { findPartner } from '../../database/partners.ts'
import type { Clock, Randomness } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { Scope } from '../../domain/scopes.ts'

const KEY_ID_BYTES = 8
const SECRET_BYTES = 32

export interface NewApiKey {
  /** Null for an operator key. */
  readonly partnerId: number | null
  readonly label: string
  readonly scopes: readonly Scope[]
  readonly expiresAt: Date | null
  /** The key of whoever issues it. */
  readonly issuedBy?: string
  /** The first key of the holder, where this one carries it on. */
  readonly holder?: string
}

/** A key and its text, which is shown only this once. */
export interface IssuedApiKey {
  readonly apiKey: ApiKey
  readonly text: string
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** Makes a key within a transaction; only the hash of its secret part is kept. */
export async function storeNewApiKey(
  tx: Transaction,
  { clock, randomness }: { clock: Clock; randomness: Randomness },
  { partnerId, label, scopes, expiresAt, issuedBy, holder }: NewApiKey,
): Promise<IssuedApiKey> {
  const id = hex(randomness.bytes(KEY_ID_BYTES))
  const secret = hex(randomness.bytes(SECRET_BYTES))
  const apiKey: ApiKey = {
    id,
    partnerId,
    label,
    secretHash: createHash('sha256').update(secret).digest('hex'),
    scopes: [...scopes],
    issuedBy: issuedBy ?? null,
    holder: holder ?? null,
    createdAt: clock.now(),
    expiresAt,
    revokedAt: null,
  }
  await insertApiKey(tx, apiKey)
  return { apiKey, text: `ent_${id}_${secret}` }
}

/** Issues a key. One that replaces another lets the old one live on for the overlap, so that tills can change over. */
export async function issueApiKey(
  deps: { db: Database; clock: Clock; randomness: Randomness },
  input: NewApiKey & { readonly replaces: { readonly keyId: string; readonly overlapSeconds: number } | null },
): Promise<IssuedApiKey> {
  const { partnerId, replaces } = input
  return deps.db.transaction(async (tx) => {
    if (partnerId !== null && (await findPartner(tx, partnerId)) === null)
      throw new Rejection('partner_unknown', { partnerId })
    const issued = await storeNewApiKey(tx, deps, input)
    if (replaces !== null) await endAfter(tx, deps, { ...replaces, partnerId })
    return issued
  })
}

/** Lets a key of a partner, or with null of an operator, end after the overlap, if it does not end before. */
export async function endAfter(
  tx: Transaction,
  { clock }: { clock: Clock },
  { keyId, partnerId, overlapSeconds }: { keyId: string; partnerId: number | null; overlapSeconds: number },
): Promise<void> {
  const old = await findApiKey(tx, keyId)
  if (old === null || old.partnerId !== partnerId) throw new Rejection('key_unknown', { keyId })
  const ends = new Date(clock.now().getTime() + overlapSeconds * 1_000)
  await saveApiKey(tx, { ...old, expiresAt: old.expiresAt !== null && old.expiresAt < ends ? old.expiresAt : ends })
}
