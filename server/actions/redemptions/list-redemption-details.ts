import { findBlock } from '../../database/blocks.ts'
import { findChainCursor } from '../../database/chain-cursor.ts'
import type { Reader } from '../../database/engine/client.ts'
import { listRedemptionViews, type RedemptionView } from '../../database/redemption-views.ts'
import type { Clock } from '../../domain/environment.ts'
import type { LedgerTerms } from '../members/find-member.ts'

/** A redemption as it stood at a moment. */
export interface RedemptionDetails extends RedemptionView {
  readonly now: Date
  /** How far the chain was final then; null before it was followed. */
  readonly finalizedNumber: bigint | null
}

export interface RedemptionDetailsDeps {
  readonly clock: Clock
  readonly ledger: LedgerTerms
}

/** Redemptions with all that is shown of them, by their ids. */
export async function listRedemptionDetails(
  reader: Reader,
  { clock, ledger }: RedemptionDetailsDeps,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RedemptionDetails>> {
  if (ids.length === 0) return new Map()
  const cursor = await findChainCursor(reader, ledger.chainId)
  const seen = { now: clock.now(), finalizedNumber: cursor?.finalizedNumber ?? null }
  const views = await listRedemptionViews(reader, [...new Set(ids)])
  return new Map(views.map((view) => [view.id, { ...view, ...seen }]))
}

/**
 * The moment by which points expire: the later one of this machine's time and the ledger's. An idle chain's newest block is
 * old, and a machine's clock may be behind; neither may promise points that are about to be gone.
 */
export async function spendingMoment(reader: Reader, { ledger }: RedemptionDetailsDeps, now: Date): Promise<Date> {
  const cursor = await findChainCursor(reader, ledger.chainId)
  const block = cursor === null ? null : await findBlock(reader, cursor.processedNumber)
  return block !== null && block.timestamp > now ? block.timestamp : now
}
