import type { Schemas } from '../../../client/client.ts'
import { askOnce } from './ask-once.ts'
import { dataOf } from './request.ts'
import type { Reward } from './rewards.ts'
import { asTill, type TillLine } from './till-line.ts'

/** What a customer claimed, as its partner sees it. */
export type TillClaim = Schemas['Claim']

const REWARDS_MAX = 100

/** What can be had for points at the till's own brand. */
export async function listTillRewards(line: TillLine, partnerId: number): Promise<Reward[]> {
  const query = { partnerId: String(partnerId), limit: String(REWARDS_MAX) }
  return (await dataOf(asTill(line).GET('/v1/rewards', { params: { query } }))).data
}

/** What a redemption was for; a reward that was withdrawn meanwhile is still known. */
export function readTillReward(line: TillLine, rewardId: string): Promise<Reward> {
  return dataOf(asTill(line).GET('/v1/rewards/{rewardId}', { params: { path: { rewardId } } }))
}

/** What the voucher that a customer shows is for. */
export function findTillClaim(line: TillLine, voucher: string): Promise<TillClaim> {
  return dataOf(asTill(line).POST('/v1/claims/search', { body: { voucher } }))
}

/** Uses a claim up: the customer has what it is for. Before its points are burned for good, the shop has to say that it takes the risk. */
export function redeemTillClaim(line: TillLine, claimId: string, beforeBurned: boolean): Promise<TillClaim> {
  const [path, body] = [{ claimId }, { beforeBurned }]
  return askOnce(['redeem', line.key, claimId, beforeBurned], (header) =>
    dataOf(asTill(line).POST('/v1/claims/{claimId}/redeem', { params: { path, header }, body })),
  )
}
