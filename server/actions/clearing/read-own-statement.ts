import type { Reader } from '../../database/engine/client.ts'
import { readStatement, type StatementView } from './read-statement.ts'

/** Reads a statement of whoever asks. */
export function readOwnStatement(
  deps: { db: Reader },
  asked: { partnerId: number; month: number },
): Promise<StatementView> {
  return readStatement(deps, asked)
}
