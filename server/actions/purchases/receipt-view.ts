import type { Reader } from '../../database/engine/client.ts'
import { findEntry, type EntryOnItsWay } from '../../database/entry-states.ts'
import { listEntriesOfBatch, type OutboxEntry } from '../../database/outbox.ts'
import { assert } from '../../domain/assert.ts'
import { explanationOf, type LeafVersion, receiptLeaf, type ReceiptLeaf } from '../../domain/receipts.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { LedgerTerms } from '../members/find-member.ts'
import { readBatch, type BatchView } from './read-batch.ts'

/** Proves an entry against the root of its batch's receipts: server/chain/receipts-tree.ts */
export type ProveReceipt = (
  entries: readonly OutboxEntry[],
  entryNumber: bigint,
  leafVersion: LeafVersion,
) => { readonly root: string; readonly proof: readonly string[]; readonly explanationHash: string | null }

/** All that is needed to check an entry against the chain without asking us. */
export interface ReceiptView {
  readonly entry: EntryOnItsWay
  readonly leaf: ReceiptLeaf
  /** The seventh word of a leaf of version 2, and the text that it is the hash of; null in version 1. */
  readonly explained: { readonly hash: string; readonly text: string } | null
  readonly proof: readonly string[]
  readonly batch: BatchView
}

export interface ReceiptDeps {
  readonly db: Reader
  readonly ledger: LedgerTerms
  readonly proveReceipt: ProveReceipt
}

/** Whose receipt it is: the partner's at which it was earned, and the member's who earned it. */
type ReceiptOwner = { readonly partnerId: number } | { readonly memberId: string }

const isOwn = (entry: EntryOnItsWay, owner: ReceiptOwner) =>
  'partnerId' in owner ? entry.partnerId === owner.partnerId : entry.memberId === owner.memberId

/** Reads the receipt of one of the partner's, or the member's, own entries, with its proof. */
export async function viewReceipt(
  deps: ReceiptDeps,
  { owner, entryId }: { owner: ReceiptOwner; entryId: string },
): Promise<ReceiptView> {
  const entry = await findEntry(deps.db, entryId)
  if (entry === null || !isOwn(entry, owner)) throw new Rejection('receipt_unknown', { entryId })
  const { partnerId } = entry
  if (entry.batchId === null || entry.entryNumber === null) throw new Rejection('receipt_pending', { entryId })
  const batch = await readBatch(deps, { partnerId, batchId: entry.batchId })
  const { leafVersion } = batch.batch
  const entries = await listEntriesOfBatch(deps.db, entry.batchId)
  const { root, proof, explanationHash } = deps.proveReceipt(entries, entry.entryNumber, leafVersion)
  assert(root === batch.batch.receiptsRoot, `the receipts of batch ${entry.batchId} give another root than was signed`)
  const text = explanationOf(entry, leafVersion)
  const explained = text === null || explanationHash === null ? null : { hash: explanationHash, text }
  return { entry, leaf: receiptLeaf(entry), explained, proof, batch }
}
