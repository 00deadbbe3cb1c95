import type { Reader } from '../../database/engine/client.ts'
import type { Page } from '../../domain/pages.ts'
import { listStatements, type StatementsAsked, type SummaryView } from './list-statements.ts'

/** Lists the statements of whoever asks, newest first. */
export function listOwnStatements(deps: { db: Reader }, asked: StatementsAsked): Promise<Page<SummaryView, number>> {
  return listStatements(deps, asked)
}
