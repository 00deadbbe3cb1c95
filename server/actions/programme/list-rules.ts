import type { Reader } from '../../database/engine/client.ts'
import { listProgrammeRules, type StoredProgrammeRule } from '../../database/programme-rules.ts'
import { RULE_VERSIONS_MAX } from './save-rule.ts'

/** All versions of the rules of whoever asks, newest first. */
export function listRules(
  { db }: { db: Reader },
  { partnerId }: { partnerId: number },
): Promise<StoredProgrammeRule[]> {
  return listProgrammeRules(db, { partnerId, rowsMax: RULE_VERSIONS_MAX })
}
