import type { Reader } from '../../database/engine/client.ts'
import { theRow } from '../../database/engine/row.ts'
import { findReturn } from '../../database/returns.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { LedgerTerms } from '../members/find-member.ts'
import { viewReturns, type ReturnView } from './return-view.ts'

/** Reads one of the partner's own returns; another partner's is unknown. */
export async function readReturn(
  deps: { db: Reader; ledger: LedgerTerms },
  { partnerId, returnId }: { partnerId: number; returnId: string },
): Promise<ReturnView> {
  const found = await findReturn(deps.db, { id: returnId, partnerId })
  if (found === null) throw new Rejection('return_unknown', { returnId })
  return theRow(await viewReturns(deps, [found]))
}
