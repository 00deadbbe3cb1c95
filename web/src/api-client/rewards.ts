import type { z } from 'zod'

import type { ClaimOrderResponse } from '../../../server/api/schemas/redemptions/claim-orders.ts'
import type { OwnClaimsResponse, RewardResponse, RewardsResponse } from '../../../server/api/schemas/rewards/rewards.ts'
import type { Consent } from './account.ts'
import { request } from './request.ts'

export type Reward = z.output<typeof RewardResponse>
export type Claim = z.output<typeof OwnClaimsResponse>['data'][number]
export type ClaimOrder = z.output<typeof ClaimOrderResponse>

/** A page of what can be had for points. */
export function listRewards(cursor: string | null): Promise<z.output<typeof RewardsResponse>> {
  return request(`/v1/rewards${cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`}`)
}

/** One reward. */
export function readReward(rewardId: string): Promise<Reward> {
  return request(`/v1/rewards/${encodeURIComponent(rewardId)}`)
}

/** Holds a reward; it is the member's once they agree. */
export function claimReward(rewardId: string): Promise<ClaimOrder> {
  return request('/v1/me/claims', { method: 'POST', body: { rewardId } })
}

/** What the member has claimed, newest first. */
export async function listClaims(): Promise<Claim[]> {
  return (await request<z.output<typeof OwnClaimsResponse>>('/v1/me/claims')).data
}

const ownRedemptionPath = (redemptionId: string): string => `/v1/me/redemptions/${encodeURIComponent(redemptionId)}`

/** Agrees to a hold of one's own, be it a reward's or a till's. */
export function consentToRedemption(redemptionId: string, consent: Consent): Promise<unknown> {
  return request(`${ownRedemptionPath(redemptionId)}/consent`, { method: 'POST', body: consent })
}

/** Says no to a hold of one's own: its points are free at once. */
export function declineRedemption(redemptionId: string): Promise<unknown> {
  return request(`${ownRedemptionPath(redemptionId)}/decline`, { method: 'POST' })
}
