import { type AuditEntry, findAuditHead, insertAuditEntry, lockAuditLog, madeIn } from '../../database/audit-entries.ts'
import type { Transaction } from '../../database/engine/client.ts'
import { contentOf, hashContent } from './entry-document.ts'

/** A call as it goes into the log. */
export type NewEntry = Omit<AuditEntry, 'number' | 'hash' | 'previousHash' | 'target' | 'kept'> & {
  readonly target: Readonly<Record<string, unknown>>
  readonly kept: Readonly<Record<string, unknown>>
}

/**
 * Adds an entry to the chain, as the last act of a transaction. `check` may refuse it, and with it the transaction, when
 * everything that was added before is seen and nothing is added meanwhile.
 */
export async function appendEntry(
  tx: Transaction,
  { target, kept, ...facts }: NewEntry,
  check?: (tx: Transaction) => Promise<void>,
): Promise<void> {
  await lockAuditLog(tx)
  await check?.(tx)
  const { number, hash: previousHash } = await findAuditHead(tx)
  const all = { ...target, ...madeIn(tx) }
  const partnerId = facts.partnerId ?? numberOr(all['partnerId'])
  const content = { ...facts, partnerId, target: JSON.stringify(all), kept: JSON.stringify(kept) }
  const entry = { ...content, number: number + 1n, previousHash }
  await insertAuditEntry(tx, { ...entry, hash: hashContent(contentOf(entry)) })
}

function numberOr(id: unknown): number | null {
  const number = Number(id ?? Number.NaN)
  return Number.isSafeInteger(number) ? number : null
}
