import type { LeafVersion, ReceiptEntry } from '../receipts.ts'
import { assert } from '../assert.ts'

/** The batch that a file explains. */
export interface ArchivedBatch {
  readonly partnerId: number
  readonly firstEntry: bigint
  readonly entryCount: number
  readonly receiptsRoot: string
  readonly batchHash: string
  readonly leafVersion: LeafVersion
}

/** The ledger that it is of. */
export interface ArchivedLedger {
  readonly chainId: number
  readonly issuance: string
}

/** The first line of every file of receipts says so. */
export const RECEIPTS_FORMAT = 'entente-receipts-1'

/**
 * A batch's receipts as JSON Lines, each canonical JSON (RFC 8785): what its root commits to, without salts, references or members.
 * The same batch always gives the same bytes.
 */
export function receiptsFile(ledger: ArchivedLedger, batch: ArchivedBatch, entries: readonly ReceiptEntry[]): string {
  assert(entries.length === batch.entryCount, 'a file has every entry of its batch')
  return [headerLine(ledger, batch), ...entries.map((entry) => entryLine(entry, batch.leafVersion))]
    .map((line) => `${line}\n`)
    .join('')
}

// RFC 8785 sorts the names; JSON.stringify keeps the order in which they are written here.
function headerLine({ chainId, issuance }: ArchivedLedger, batch: ArchivedBatch): string {
  return JSON.stringify({
    batchHash: batch.batchHash,
    chainId,
    entryCount: batch.entryCount,
    firstEntry: String(batch.firstEntry),
    format: RECEIPTS_FORMAT,
    issuance: issuance.toLowerCase(),
    leafVersion: batch.leafVersion,
    partnerId: batch.partnerId,
    receiptsRoot: batch.receiptsRoot,
  })
}

function entryLine(entry: ReceiptEntry, version: LeafVersion): string {
  const { entryNumber, orderCommitment, account, points, kind, explanation } = entry
  return JSON.stringify({
    account,
    entry: String(entryNumber),
    // Canonical already, and it stays so: its names are in order.
    explanation: version === 1 || explanation === null ? null : (JSON.parse(explanation) as object),
    kind,
    order: orderCommitment,
    points: String(points),
  })
}

/** The rules that explanations name, by the hashes of their documents. */
export function rulesNamed(explanations: readonly (string | null)[]): string[] {
  const named = new Set<string>()
  for (const text of new Set(explanations)) {
    if (text === null) continue
    const { rules = [] } = JSON.parse(text) as { rules?: readonly { hash: string }[] }
    for (const { hash } of rules) named.add(hash)
  }
  return [...named].toSorted()
}
