import type { Database } from '../../database/engine/client.ts'
import { listCodesOfClaims, revealRewardCodes, type RewardCode } from '../../database/reward-codes.ts'

/**
 * The gift codes of a member's claims, to be shown to that member. That a code was shown is kept before it is: a claim that is
 * cancelled at the same moment either keeps its code, or has none to show.
 */
export async function revealCodes(
  db: Database,
  { claimIds, now }: { claimIds: readonly string[]; now: Date },
): Promise<RewardCode[]> {
  const codes = await listCodesOfClaims(db, claimIds)
  const hidden = codes.flatMap(({ claimId, revealedAt }) => (revealedAt === null && claimId !== null ? [claimId] : []))
  if (hidden.length === 0) return codes
  const revealed = await db.transaction((tx) => revealRewardCodes(tx, { claimIds: hidden, now }))
  return [...codes.filter(({ revealedAt }) => revealedAt !== null), ...revealed]
}
