import { findChainCursor } from '../../database/chain-cursor.ts'
import type { Reader } from '../../database/engine/client.ts'
import { listEntriesOfMember } from '../../database/entry-states.ts'
import { listMembersByIds } from '../../database/members.ts'
import { Rejection } from '../../domain/rejection.ts'
import { viewEntry, type EntryView } from './entry-view.ts'
import type { LedgerTerms } from '../members/find-member.ts'

/** Entries on one page. */
export const ENTRIES_PER_PAGE_MAX = 100

export interface EntriesPage {
  readonly entries: readonly EntryView[]
  /** Where the next page begins; null on the last one. */
  readonly nextBeforeSeq: bigint | null
}

/** Lists a member's entries at one partner, newest first. What a member did elsewhere is not the partner's to see. */
export async function listMemberEntries(
  { db, ledger }: { db: Reader; ledger: LedgerTerms },
  asked: { memberId: string; partnerId: number; beforeSeq: bigint | null; entriesMax: number },
): Promise<EntriesPage> {
  const { memberId, entriesMax } = asked
  if ((await listMembersByIds(db, [memberId])).length === 0) throw new Rejection('member_unknown', { kind: 'member' })
  const finalizedNumber = (await findChainCursor(db, ledger.chainId))?.finalizedNumber ?? null
  // One more than asked for tells whether there is a next page.
  const found = await listEntriesOfMember(db, { ...asked, rowsMax: entriesMax + 1 })
  const entries = found.slice(0, entriesMax)
  return {
    entries: entries.map((entry) => viewEntry(entry, finalizedNumber)),
    nextBeforeSeq: found.length > entriesMax ? (entries.at(-1)?.seq ?? null) : null,
  }
}
