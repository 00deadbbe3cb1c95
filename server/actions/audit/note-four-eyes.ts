import { listAuditEntries } from '../../database/audit-entries.ts'
import type { Database } from '../../database/engine/client.ts'
import type { Clock, Ids } from '../../domain/environment.ts'
import type { FourEyes } from '../../domain/four-eyes.ts'
import { startRecord } from './record-call.ts'

const OPERATION = 'setFourEyes'
const OF_ALL = { partnerId: null, keyId: null, createdFrom: null, createdUntil: null }

/** Notes in the log which powers need a second person, when a server starts with others than the last one that said so. */
export async function noteFourEyes(
  { db, clock, ids }: { db: Database; clock: Clock; ids: Ids },
  { powers, allowanceMax, waitMs }: FourEyes,
): Promise<void> {
  const kept = { powers, allowanceMax: String(allowanceMax), waitMs }
  const place = { after: null, oldestFirst: false, rowsMax: 1 }
  const [before] = await listAuditEntries(db, { ...OF_ALL, operation: OPERATION }, place)
  if (before === undefined ? powers.length === 0 : before.kept === JSON.stringify(kept)) return
  const server = { callerKind: 'server', keyId: null, keyLabel: null, partnerId: null } as const
  const record = startRecord({ db, clock }, { ...server, operation: OPERATION, requestId: ids.next(), status: 200 })
  record.describe({ kept })
  await record.finish({ status: 200, problem: null })
}
