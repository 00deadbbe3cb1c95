import type { Reader } from '../../database/engine/client.ts'
import { findPartner } from '../../database/partners.ts'
import { listStatements as listStatementRows, type StatementSummary } from '../../database/statements.ts'
import { assert } from '../../domain/assert.ts'
import { cutPage, type Page } from '../../domain/pages.ts'
import { Rejection } from '../../domain/rejection.ts'
import { readSettlements, type SettlementView } from './read-settlements.ts'

/** A page of a partner's statements. */
export interface StatementsAsked {
  readonly partnerId: number
  readonly beforeMonth: number | null
  readonly rowsMax: number
}

/** A statement in a list, and how far its settlement is. */
export interface SummaryView extends StatementSummary {
  readonly settlement: SettlementView
}

/** Lists the statements of a partner, newest first. */
export async function listStatements(
  { db }: { db: Reader },
  { rowsMax, ...asked }: StatementsAsked,
): Promise<Page<SummaryView, number>> {
  const { partnerId } = asked
  if ((await findPartner(db, partnerId)) === null) throw new Rejection('partner_unknown', { partnerId })
  const rows = await listStatementRows(db, { ...asked, rowsMax: rowsMax + 1 })
  const settlements = await readSettlements(db, partnerId, rows)
  const views = rows.map((row) => {
    const settlement = settlements.get(row.month)
    assert(settlement !== undefined, 'each statement has a settlement')
    return { ...row, settlement }
  })
  return cutPage(views, rowsMax, ({ month }) => month)
}
