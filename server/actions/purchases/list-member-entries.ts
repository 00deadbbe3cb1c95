import { findChainCursor } from '../../database/chain-cursor.ts'
import type { Reader } from '../../database/engine/client.ts'
import { listEntriesOfMember } from '../../database/entry-states.ts'
import { listMembersByIds } from '../../database/members.ts'
import { cutPage, type Page } from '../../domain/pages.ts'
import { Rejection } from '../../domain/rejection.ts'
import { viewEntry, type EntryView } from './entry-view.ts'
import type { LedgerTerms } from '../members/find-member.ts'

/** Lists a member's entries at one partner, newest first. What a member did elsewhere is not the partner's to see. */
export async function listMemberEntries(
  { db, ledger }: { db: Reader; ledger: LedgerTerms },
  asked: { memberId: string; partnerId: number; before: bigint | null; rowsMax: number },
): Promise<Page<EntryView, bigint>> {
  const { memberId, before, rowsMax } = asked
  if ((await listMembersByIds(db, [memberId])).length === 0) throw new Rejection('member_unknown', { kind: 'member' })
  const finalizedNumber = (await findChainCursor(db, ledger.chainId))?.finalizedNumber ?? null
  const found = await listEntriesOfMember(db, { ...asked, beforeSeq: before, rowsMax: rowsMax + 1 })
  const page = cutPage(found, rowsMax, ({ seq }) => seq)
  return { ...page, rows: page.rows.map((entry) => viewEntry(entry, finalizedNumber)) }
}
