import { createHash } from 'node:crypto'

import serialize from 'canonicalize'

import type { AuditEntry } from '../../database/audit-entries.ts'
import { makeKeyedHash } from '../../database/engine/keyed-hash.ts'
import { assert } from '../../domain/assert.ts'

/** An entry as it is hashed, read and exported: what people are shown is what the hash is of. */
export interface EntryContent {
  readonly number: string
  readonly at: string
  readonly caller: { readonly kind: string; readonly keyId: string | null; readonly label: string | null }
  readonly partnerId: number | null
  readonly operation: string
  readonly target: Readonly<Record<string, unknown>>
  readonly kept: Readonly<Record<string, unknown>>
  readonly amount: string | null
  readonly raises: string | null
  readonly requestDigest: string | null
  readonly status: number
  readonly problem: string | null
  readonly changed: boolean
  readonly proposalId: string | null
  readonly requestId: string
  readonly previousHash: string
}

export interface EntryDocument extends EntryContent {
  readonly hash: string
}

/** SHA-256 of an entry without its hash, as the JSON Canonicalization Scheme writes it (RFC 8785), in hex. */
export function hashContent(content: object): string {
  const text = serialize(content)
  assert(text !== undefined, 'an entry is an object')
  return createHash('sha256').update(text).digest('hex')
}

const decimal = (value: bigint | null) => (value === null ? null : String(value))
const parsed = (text: string) => JSON.parse(text) as Readonly<Record<string, unknown>>

/** What the hash of an entry is of: all of it but the hash. */
export function contentOf(entry: Omit<AuditEntry, 'hash'>): EntryContent {
  const { partnerId, operation, requestDigest, status, problem, changed, proposalId, requestId, previousHash } = entry
  return {
    number: String(entry.number),
    at: entry.at.toISOString(),
    caller: { kind: entry.callerKind, keyId: entry.keyId, label: entry.keyLabel },
    partnerId,
    operation,
    target: parsed(entry.target),
    kept: parsed(entry.kept),
    amount: decimal(entry.amount),
    raises: decimal(entry.raises),
    requestDigest,
    status,
    problem,
    changed,
    proposalId,
    requestId,
    previousHash,
  }
}

/** An entry as it is read and exported. */
export function documentOf(entry: AuditEntry): EntryDocument {
  return { ...contentOf(entry), hash: entry.hash }
}

/** Hashes the hash of a body with a key of ours: codes and short texts of bodies cannot be guessed from the log. */
export type RequestDigest = (bodyHash: string) => string

/** Makes the digest of bodies from the key that identifiers are hashed with. */
export function createRequestDigest(lookupKey: Uint8Array): RequestDigest {
  const hash = makeKeyedHash(lookupKey)
  return (bodyHash) => hash(`audit\n${bodyHash}`).toString('hex')
}
