import type { z } from 'zod'

import type { ClaimResponse, RewardsResponse } from '../../../server/api/schemas/rewards/rewards.ts'
import type { Reward } from './rewards.ts'
import { askAsTill, postAsTill, type TillLine } from './till-line.ts'

/** What a customer claimed, as its partner sees it. */
export type TillClaim = z.output<typeof ClaimResponse>

const REWARDS_MAX = 100

/** What can be had for points at the till's own brand. */
export async function listTillRewards(line: TillLine, partnerId: number): Promise<Reward[]> {
  const path = `/v1/rewards?partnerId=${String(partnerId)}&limit=${String(REWARDS_MAX)}`
  return (await askAsTill<z.output<typeof RewardsResponse>>(line, path)).data
}

/** What a redemption was for; a reward that was withdrawn meanwhile is still known. */
export function readTillReward(line: TillLine, rewardId: string): Promise<Reward> {
  return askAsTill(line, `/v1/rewards/${rewardId}`)
}

/** What the voucher that a customer shows is for. */
export function findTillClaim(line: TillLine, voucher: string): Promise<TillClaim> {
  return postAsTill(line, '/v1/claims/search', { voucher })
}

/** Uses a claim up: the customer has what it is for. */
export function redeemTillClaim(line: TillLine, claimId: string): Promise<TillClaim> {
  return postAsTill(line, `/v1/claims/${claimId}/redeem`, {})
}
