import { NO_ENTRY_HASH } from '../../database/audit-entries.ts'
import { hashContent } from './entry-document.ts'

/** What the chain is verified from: an entry as it was read or exported, of which nothing is believed yet. */
export type ClaimedEntry = Readonly<Record<string, unknown>>

export type ChainVerdict =
  | { readonly status: 'right'; readonly entries: bigint; readonly head: string }
  | { readonly status: 'wrong'; readonly number: string; readonly why: string }

/** Hex digits of a head that are enough to tell it from any other. */
export const HEAD_DIGITS_MIN = 12

/**
 * Goes along the chain from its first entry: numbers without a gap, each with the hash of the one before, each hashed as it
 * says. `heads` are hashes that were seen before: the chain must still hold each.
 */
export async function verifyChain(
  entries: Iterable<ClaimedEntry> | AsyncIterable<ClaimedEntry>,
  heads: readonly string[] = [],
): Promise<ChainVerdict> {
  let number = 0n
  let head = NO_ENTRY_HASH
  const missing = new Set(heads.map((seen) => seen.toLowerCase()))
  for await (const entry of entries) {
    number += 1n
    const why = faultOf(entry, { number, head })
    if (why !== null) return { status: 'wrong', number: String(number), why }
    head = String(entry['hash'])
    for (const seen of missing) if (head.startsWith(seen)) missing.delete(seen)
  }
  for (const seen of missing) {
    const why = `the log has ${String(number)} entries, and none of them is the head ${seen} that was seen before: entries were cut off, or all was written anew`
    return { status: 'wrong', number: String(number + 1n), why }
  }
  return { status: 'right', entries: number, head }
}

function faultOf(entry: ClaimedEntry, { number, head }: { number: bigint; head: string }): string | null {
  const { hash, ...content } = entry
  if (content['number'] !== String(number)) return `in its place is entry ${String(content['number'])}`
  if (content['previousHash'] !== head) return 'it does not follow the entry before it: previousHash differs'
  if (hash !== hashOrNull(content)) return 'its hash is not that of what it says: it was changed'
  return null
}

function hashOrNull(content: object): string | null {
  try {
    return hashContent(content)
  } catch {
    return null // text that is no Unicode has no canonical form, so it is of no entry of ours
  }
}
