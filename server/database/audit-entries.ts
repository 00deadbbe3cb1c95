import { theRow, type Narrow } from './engine/row.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { AuditEntryModel } from './generated/models.ts'
import { insertNewRows } from './engine/save-rows.ts'

/** One call of an operator or of a partner's back office, as the log keeps it. */
export type AuditEntry = Narrow<AuditEntryModel, { callerKind: 'operator' | 'partner' | 'server' }>

declare module './engine/tables.ts' {
  interface Rows {
    audit_entry: AuditEntry
  }
}

/** The end of the log: whoever knows its hash knows whether anything before it was changed. */
export interface AuditHead {
  readonly number: bigint
  readonly hash: string
}

/** The hash that the first entry names as that of the one before it. */
export const NO_ENTRY_HASH = '0'.repeat(64)

/** What open transactions made that a call did not name: the number of a new partner, the id of a new key. */
const made = new WeakMap<Transaction, Readonly<Record<string, string>>>()

/** Notes what the transaction made, for the entry of the call. */
export function noteMade(tx: Transaction, ids: Readonly<Record<string, string>>): void {
  made.set(tx, { ...madeIn(tx), ...ids })
}

/** What the transaction made, by the names of ids. */
export function madeIn(tx: Transaction): Readonly<Record<string, string>> {
  return made.get(tx) ?? {}
}

/** Any number: it must only be the same in every process of Entente. */
const AUDIT_LOCK = 7_020_261_129n

/**
 * Lets one transaction at a time add to the log, until it ends: what it reads of the log afterwards is the newest. It must
 * be asked for last, because everything that others add waits for it.
 */
export async function lockAuditLog(tx: Transaction): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(${AUDIT_LOCK}::bigint)`
}

/** The newest entry's number and hash; number 0 when there is none. */
export async function findAuditHead(reader: Reader): Promise<AuditHead> {
  const [newest] = await reader.auditEntry.findMany({
    select: { number: true, hash: true },
    orderBy: { number: 'desc' },
    take: 1,
  })
  return newest ?? { number: 0n, hash: NO_ENTRY_HASH }
}

/** Adds an entry behind the head that was read under the lock. */
export async function insertAuditEntry(tx: Transaction, entry: AuditEntry): Promise<void> {
  await insertNewRows(tx, 'audit_entry', [entry], 'the log grows under its lock')
}

/** Points by which allowances were raised since a moment without a second person. */
export async function sumRaisedAlone(reader: Reader, since: Date): Promise<bigint> {
  const rows = await reader.$queryRaw<{ points: bigint }[]>`
    select coalesce(sum(raises), 0)::bigint as points from audit_entry
    where at > ${since} and changed and proposal_id is null`
  return theRow(rows).points
}

/** What entries are asked for. */
export interface AuditFilter {
  readonly partnerId: number | null
  readonly keyId: string | null
  readonly operation: string | null
  readonly createdFrom: Date | null
  readonly createdUntil: Date | null
}

/** Entries behind a place, newest first or oldest first. */
export async function listAuditEntries(
  reader: Reader,
  filter: AuditFilter,
  { after, oldestFirst, rowsMax }: { after: bigint | null; oldestFirst: boolean; rowsMax: number },
): Promise<AuditEntry[]> {
  const { partnerId, keyId, operation, createdFrom, createdUntil } = filter
  const at = {
    ...(createdFrom === null ? {} : { gte: createdFrom }),
    ...(createdUntil === null ? {} : { lt: createdUntil }),
  }
  const rows = await reader.auditEntry.findMany({
    where: {
      ...(partnerId === null ? {} : { partnerId }),
      ...(keyId === null ? {} : { keyId }),
      ...(operation === null ? {} : { operation }),
      at,
      ...(after === null ? {} : { number: oldestFirst ? { gt: after } : { lt: after } }),
    },
    orderBy: { number: oldestFirst ? 'asc' : 'desc' },
    take: rowsMax,
  })
  return rows as AuditEntry[]
}
