import { listBatchesToHold } from '../database/batches.ts'
import { type Transaction } from '../database/engine/client.ts'
import { noteEvents } from '../database/feed-events.ts'
import { lockPartner, type Partner } from '../database/partners.ts'
import { type PostedBatch } from '../database/posted-batches.ts'
import {
  insertUnexplainedBatches,
  listBatchesToAdopt,
  listHeldPartners,
  listPartnersToPass,
  type UnexplainedBatch,
} from '../database/unexplained-batches.ts'
import { assert } from '../domain/assert.ts'
import { quarantineEvents } from '../domain/partner-events.ts'
import { changeEach } from './change-each.ts'
import { makeFinalLook } from './look-at-final.ts'
import { parkBatch } from './park-batch.ts'
import { passUnexplained } from './pass-unexplained.ts'
import { type Relayer } from './relayer.ts'

const ROWS_AT_ONCE_MAX = 1_000

/**
 * Makes the step that deals with batches on chain that this server never formed. Their points count like all others; their
 * partner goes into quarantine, and nothing more of it is posted from here until the operator has looked. What waited is
 * numbered behind them then. Only up to which block everything was looked at is remembered.
 */
export function makeAdoptBatches(): (relayer: Relayer) => Promise<boolean> {
  const lookAtFinal = makeFinalLook()
  return async (relayer) => {
    const { database } = relayer
    const look = await lookAtFinal(relayer)
    if (look === null) return false
    const { aboveBlock, finalizedNumber } = look
    const found = await listBatchesToAdopt(database, { aboveBlock, rowsMax: ROWS_AT_ONCE_MAX })
    for (const [partnerId, batches] of Map.groupBy(found, (batch) => batch.partnerId)) {
      await adopt(relayer, partnerId, batches)
    }
    if (found.length < ROWS_AT_ONCE_MAX) look.done()
    const isParked = await parkHeld(relayer)
    const isPassed = await changeEach(await listPartnersToPass(database, finalizedNumber), (partnerId) =>
      passUnexplained(relayer, partnerId, finalizedNumber),
    )
    return found.length > 0 || isParked || isPassed
  }
}

/** Puts a partner into quarantine, in one transaction with what is told of it. */
async function adopt(relayer: Relayer, partnerId: number, batches: readonly PostedBatch[]): Promise<void> {
  const adopted = await relayer.database.transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerId)
    assert(partner !== null, 'a batch is adopted for a partner that is there')
    return insertUnexplained(relayer, tx, partner, batches)
  })
  for (const { firstEntry, entryCount: entries, signedBy } of adopted) {
    relayer.report({ name: 'partner_quarantined', partnerId, firstEntry, entries, signedBy })
  }
}

async function insertUnexplained(
  relayer: Relayer,
  tx: Transaction,
  { issuerKind }: Partner,
  batches: readonly PostedBatch[],
): Promise<UnexplainedBatch[]> {
  const seenAt = relayer.clock.now()
  const signedBy = issuerKind === 'hosted' ? 'hosted_key' : 'own_key'
  const rows = await insertUnexplainedBatches(
    tx,
    batches.map(({ partnerId, firstEntry, entryCount, batchHash }) => ({
      id: relayer.ids.next(),
      partnerId,
      firstEntry,
      entryCount,
      batchHash,
      signedBy,
      seenAt,
      releasedAt: null,
      releaseReason: null,
      passedAt: null,
    })),
  )
  noteEvents(tx, quarantineEvents('partner.quarantined', rows, seenAt))
  return rows
}

/** Shows of what has no nonce that it waits. What has one cannot succeed, and comes back. */
async function parkHeld(relayer: Relayer): Promise<boolean> {
  const held = await listHeldPartners(relayer.database)
  if (held.length === 0) return false
  return changeEach(await listBatchesToHold(relayer.database, held, ROWS_AT_ONCE_MAX), (batch) =>
    parkBatch(relayer, batch, 'partner_quarantined'),
  )
}
