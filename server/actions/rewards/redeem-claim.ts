import { findChainCursor } from '../../database/chain-cursor.ts'
import type { Database, Transaction } from '../../database/engine/client.ts'
import { lockRedemptions } from '../../database/redemptions.ts'
import { findClaim, lockRewardClaim, saveRewardClaim } from '../../database/reward-claims.ts'
import { assert } from '../../domain/assert.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { claimState } from '../../domain/reward-terms.ts'
import { noteClaim } from './claim-events.ts'
import type { ClaimView } from './claim-view.ts'
import { readClaim } from './read-claim.ts'

export interface RedeemClaimDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ledger: { readonly chainId: number }
}

/**
 * Marks a claim as redeemed: the member has the reward. If two tills do it at once, one is told that it was used already. Points that
 * are not burned in a final block may still be refused, and the claim cancelled with them: only the partner can take that risk.
 */
export async function redeemClaim(
  { db, clock, ledger }: RedeemClaimDeps,
  { beforeBurned, ...asked }: { partnerId: number; claimId: string; beforeBurned: boolean },
): Promise<ClaimView> {
  const known = await findClaim(db, asked.claimId)
  if (known?.partnerId !== asked.partnerId) throw new Rejection('claim_unknown')
  await db.transaction(async (tx) => {
    // What becomes of the redemption, and with it of the claim, waits for this.
    await lockRedemptions(tx, [known.redemptionId])
    const now = clock.now()
    const claim = await lockRewardClaim(tx, asked.claimId)
    assert(claim !== null, 'a claim stays')
    const state = claimState(claim, now)
    if (state !== 'issued') throw new Rejection('claim_not_usable', { state })
    if (!beforeBurned && !(await isBurnedForGood(tx, ledger, claim.id))) throw new Rejection('claim_not_burned')
    await saveRewardClaim(tx, { ...claim, state: 'redeemed', redeemedAt: now })
    noteClaim(tx, 'reward.fulfilled', claim, now)
  })
  return readClaim({ db, clock }, asked)
}

async function isBurnedForGood(tx: Transaction, { chainId }: { chainId: number }, claimId: string): Promise<boolean> {
  const burnedBlock = (await findClaim(tx, claimId))?.burnedBlock ?? null
  const cursor = await findChainCursor(tx, chainId)
  return burnedBlock !== null && cursor !== null && burnedBlock <= cursor.finalizedNumber
}
