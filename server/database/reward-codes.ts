import type { Reader, Transaction } from './client.ts'
import type { RewardCodeModel } from './generated/models.ts'
import { insertRows, saveRows } from './save-rows.ts'
import { columnList } from './tables.ts'

/** A code of the pool of a gift code reward. */
export type RewardCode = Readonly<RewardCodeModel>

/** Puts codes into a pool; those that it knows are left out. Gives back how many were new. */
export async function insertRewardCodes(tx: Transaction, codes: readonly RewardCode[]): Promise<number> {
  return (await insertRows(tx, 'reward_code', codes)).length
}

/** Gives the oldest free code of a pool to a claim; null when there is none. No two claims get the same one. */
export async function takeRewardCode(
  tx: Transaction,
  { rewardId, claimId }: { rewardId: string; claimId: string },
): Promise<RewardCode | null> {
  const rows = await tx.$queryRawUnsafe<RewardCode[]>(
    `select ${columnList('reward_code')} from reward_code where reward_id = $1::uuid and claim_id is null
     order by created_at, code limit 1 for update skip locked`,
    rewardId,
  )
  const [free] = rows
  if (free === undefined) return null
  const taken = { ...free, claimId }
  await saveRows(tx, 'reward_code', [taken])
  return taken
}

/** The codes that these claims have, in no order. */
export async function listCodesOfClaims(reader: Reader, claimIds: readonly string[]): Promise<RewardCode[]> {
  if (claimIds.length === 0) return []
  return reader.rewardCode.findMany({ where: { claimId: { in: [...claimIds] } } })
}

/** How many codes of a pool nobody has. */
export async function countFreeRewardCodes(reader: Reader, rewardId: string): Promise<number> {
  return reader.rewardCode.count({ where: { rewardId, claimId: null } })
}
