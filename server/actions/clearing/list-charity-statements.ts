import { listCharityStatements as listRows, type CharityStatementSummary } from '../../database/charity-statements.ts'
import type { Reader } from '../../database/engine/client.ts'
import { cutPage, type Page } from '../../domain/pages.ts'
import { refuseUnknownCharity } from './read-charity-statement.ts'

/** Lists the statements of a charity, newest first. */
export async function listCharityStatements(
  { db }: { db: Reader },
  { rowsMax, ...asked }: { charityId: string; beforeMonth: number | null; rowsMax: number },
): Promise<Page<CharityStatementSummary, number>> {
  await refuseUnknownCharity(db, asked.charityId)
  return cutPage(await listRows(db, { ...asked, rowsMax: rowsMax + 1 }), rowsMax, ({ month }) => month)
}
