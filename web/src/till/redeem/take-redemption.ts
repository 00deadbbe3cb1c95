import { Problem } from '../../api-client/problem.ts'
import type { Reward } from '../../api-client/rewards.ts'
import type { TillLine } from '../../api-client/till-line.ts'
import { redeemTillClaim } from '../../api-client/till-rewards.ts'
import { captureRedemption, type Redemption } from '../../api-client/till.ts'

/** What is handed over at the counter. A gift code waits in the customer's wallet, and a donation leaves nothing to hand over. */
const HANDED_OVER = new Set<Reward['kind']>(['basket_discount', 'product', 'service', 'access'])

/** Takes what is held. Of a reward that is handed over now, no voucher stays behind that could be used again. */
export async function takeRedemption(
  line: TillLine,
  { redemptionId, reward }: { redemptionId: string; reward: Reward | null },
): Promise<Redemption> {
  const taken = await captureRedemption(line, redemptionId)
  if (taken.claimId === null || reward === null || !HANDED_OVER.has(reward.kind)) return taken
  try {
    // Like all that is captured, it is handed over before the ledger has it.
    await redeemTillClaim(line, taken.claimId, true)
  } catch (error) {
    // A try before this one got through, and its answer did not.
    if (!(error instanceof Problem && error.details['state'] === 'redeemed')) throw error
  }
  return taken
}
