import { findChainCursor } from '../../database/chain-cursor.ts'
import type { Reader } from '../../database/engine/client.ts'
import { listEntriesOfSources } from '../../database/entry-states.ts'
import { findReturn, listAllocations } from '../../database/returns.ts'
import { Rejection } from '../../domain/rejection.ts'
import { stateOfSource, viewEntry, type EntryView } from './entry-view.ts'
import type { LedgerTerms } from '../members/find-member.ts'
import type { RecordedReturn } from './record-returns.ts'

/** A return with its state. */
export type ReturnView = RecordedReturn &
  Pick<EntryView, 'state' | 'parkedReason'> & { readonly entries: readonly EntryView[] }

/** Reads one of the partner's own returns; another partner's is unknown. */
export async function readReturn(
  { db, ledger }: { db: Reader; ledger: LedgerTerms },
  { partnerId, returnId }: { partnerId: number; returnId: string },
): Promise<ReturnView> {
  const found = await findReturn(db, { id: returnId, partnerId })
  if (found === null) throw new Rejection('return_unknown', { returnId })
  const finalizedNumber = (await findChainCursor(db, ledger.chainId))?.finalizedNumber ?? null
  const entries = (await listEntriesOfSources(db, [returnId])).map((entry) => viewEntry(entry, finalizedNumber))
  return { return: found, allocations: await listAllocations(db, [returnId]), entries, ...stateOfSource(entries) }
}
