import { listOpenDisputes, type OpenDispute } from '../../database/clearing-acts.ts'
import type { Reader } from '../../database/engine/client.ts'

/** Of a coalition with dozens of partners, all of some years. */
const DISPUTES_MAX = 1_000

/** The positions that partners dispute, the longest first. */
export function listDisputes({ db }: { db: Reader }): Promise<OpenDispute[]> {
  return listOpenDisputes(db, DISPUTES_MAX)
}
