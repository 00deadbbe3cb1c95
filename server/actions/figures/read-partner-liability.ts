import { findBlock } from '../../database/blocks.ts'
import type { Reader } from '../../database/engine/client.ts'
import { listRedeemPrices } from '../../database/ledger-sums.ts'
import type { Clock } from '../../domain/environment.ts'
import { estimateLiability, type Liability } from '../../domain/figures/liability.ts'
import { epochAt, type EpochScale } from '../../domain/lots.ts'
import { monthOf } from '../../domain/utc-days.ts'
import type { ReadLedgerSums } from './sums-memory.ts'

/** What estimating takes. */
export interface LiabilityDeps {
  readonly db: Reader
  readonly clock: Clock
  readonly ledger: { readonly epochScale: EpochScale }
  readonly clearingTerms: { readonly currency: string }
  readonly readLedgerSums: ReadLedgerSums
}

/** An estimate, and what it was made from. */
export interface LiabilityView extends Liability {
  readonly currency: string
  /** The final block up to which the ledger was counted; -1 before the first one. */
  readonly finalBlock: bigint
  /** The time by which points have expired or not: that of the block. */
  readonly asOf: Date
}

/** Estimates what outstanding points of a partner will cost, from what the ledger has counted in final blocks. */
export async function readPartnerLiability(deps: LiabilityDeps, partnerId: number): Promise<LiabilityView> {
  const { db, clock, ledger, clearingTerms, readLedgerSums } = deps
  const { finalBlock, sums } = await readLedgerSums()
  const asOf = (await findBlock(db, finalBlock))?.timestamp ?? clock.now()
  const currentMonth = monthOf(asOf)
  const liability = estimateLiability({
    sums,
    partnerId,
    currentEpoch: epochAt(Math.floor(asOf.getTime() / 1_000), ledger.epochScale),
    currentMonth,
    redeemMicros: await listRedeemPrices(db, currentMonth),
  })
  return { ...liability, currency: clearingTerms.currency, finalBlock, asOf }
}
