import type { Reader } from '../../database/engine/client.ts'
import type { StatementSummary } from '../../database/statements.ts'
import type { Page } from '../../domain/pages.ts'
import { listStatements, type StatementsAsked } from './list-statements.ts'

/** Lists the statements of whoever asks, newest first. */
export function listOwnStatements(
  deps: { db: Reader },
  asked: StatementsAsked,
): Promise<Page<StatementSummary, number>> {
  return listStatements(deps, asked)
}
