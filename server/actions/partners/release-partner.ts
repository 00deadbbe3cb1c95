import type { Database, Transaction } from '../../database/engine/client.ts'
import { noteEvents } from '../../database/feed-events.ts'
import { lockPartner, type Partner } from '../../database/partners.ts'
import {
  listQuarantines,
  listUnreleased,
  saveUnexplainedBatches,
  type Quarantine,
} from '../../database/unexplained-batches.ts'
import type { Clock } from '../../domain/environment.ts'
import { quarantineEvents } from '../../domain/partner-events.ts'
import { Rejection } from '../../domain/rejection.ts'

const ROWS_AT_ONCE_MAX = 1_000

/** What the operator has looked at, and why the partner's batches may go on. */
export interface Release {
  readonly partnerId: number
  /** Batches that end after this entry came later: they keep the partner in quarantine. */
  readonly throughEntry: bigint
  readonly reason: string
}

/** Lets a partner's batches be posted again behind those that it posted itself. Asking again changes nothing. */
export async function releasePartner(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  release: Release,
): Promise<{ partner: Partner; quarantine: Quarantine | null }> {
  const { partnerId } = release
  return db.transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerId)
    if (partner === null) throw new Rejection('partner_unknown', { partnerId })
    while ((await releaseSome(tx, clock.now(), release)) === ROWS_AT_ONCE_MAX);
    return { partner, quarantine: (await listQuarantines(tx, [partnerId])).get(partnerId) ?? null }
  })
}

async function releaseSome(tx: Transaction, releasedAt: Date, release: Release): Promise<number> {
  const { partnerId, throughEntry, reason } = release
  const rows = await listUnreleased(tx, { partnerId, throughEntry, rowsMax: ROWS_AT_ONCE_MAX })
  await saveUnexplainedBatches(
    tx,
    rows.map((row) => ({ ...row, releasedAt, releaseReason: reason })),
  )
  noteEvents(tx, quarantineEvents('partner.released', rows, releasedAt))
  return rows.length
}
