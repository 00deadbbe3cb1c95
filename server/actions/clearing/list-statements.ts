import type { Reader } from '../../database/engine/client.ts'
import { findPartner } from '../../database/partners.ts'
import { listStatements as listStatementRows, type StatementSummary } from '../../database/statements.ts'
import { cutPage, type Page } from '../../domain/pages.ts'
import { Rejection } from '../../domain/rejection.ts'

/** A page of a partner's statements. */
export interface StatementsAsked {
  readonly partnerId: number
  readonly beforeMonth: number | null
  readonly rowsMax: number
}

/** Lists the statements of a partner, newest first. */
export async function listStatements(
  { db }: { db: Reader },
  { rowsMax, ...asked }: StatementsAsked,
): Promise<Page<StatementSummary, number>> {
  const { partnerId } = asked
  if ((await findPartner(db, partnerId)) === null) throw new Rejection('partner_unknown', { partnerId })
  return cutPage(await listStatementRows(db, { ...asked, rowsMax: rowsMax + 1 }), rowsMax, ({ month }) => month)
}
