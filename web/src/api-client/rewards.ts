import type { Schemas } from '../../../client/client.ts'
import type { Consent } from './account.ts'
import { askOnce } from './ask-once.ts'
import { dataOf, server } from './request.ts'

export type Reward = Schemas['Reward']
export type Claim = Schemas['OwnClaims']['data'][number]
export type ClaimOrder = Schemas['ClaimOrder']

export type EarningOffer = Schemas['EarningOffer']

/** What brands give points for, now and later. */
export async function listEarningOffers(): Promise<EarningOffer[]> {
  return (await dataOf(server.GET('/v1/earning-offers'))).data
}

/** A page of what can be had for points. */
export function listRewards(cursor: string | null): Promise<Schemas['Rewards']> {
  return dataOf(server.GET('/v1/rewards', { params: { query: cursor === null ? {} : { cursor } } }))
}

/** One reward. */
export function readReward(rewardId: string): Promise<Reward> {
  return dataOf(server.GET('/v1/rewards/{rewardId}', { params: { path: { rewardId } } }))
}

/** Holds a reward; it is the member's once they agree. */
export function claimReward(rewardId: string): Promise<ClaimOrder> {
  const body = { rewardId }
  return askOnce(['claim', body], (header) => dataOf(server.POST('/v1/me/claims', { params: { header }, body })))
}

/** What the member has claimed, newest first. */
export async function listClaims(): Promise<Claim[]> {
  return (await dataOf(server.GET('/v1/me/claims'))).data
}

/** Agrees to a hold of one's own, be it a reward's or a till's. */
export function consentToRedemption(redemptionId: string, consent: Consent): Promise<unknown> {
  const params = { path: { redemptionId } }
  return dataOf(server.POST('/v1/me/redemptions/{redemptionId}/consent', { params, body: consent }))
}

/** Says no to a hold of one's own: its points are free at once. */
export function declineRedemption(redemptionId: string): Promise<unknown> {
  return dataOf(server.POST('/v1/me/redemptions/{redemptionId}/decline', { params: { path: { redemptionId } } }))
}
