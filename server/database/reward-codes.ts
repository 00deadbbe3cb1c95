import type { Reader, Transaction } from './engine/client.ts'
import type { RewardCodeModel } from './generated/models.ts'
import { insertRows, saveRows } from './engine/save-rows.ts'
import { columnList } from './engine/tables.ts'

/** A code of the pool of a gift code reward. */
export type RewardCode = Readonly<RewardCodeModel>

declare module './engine/tables.ts' {
  interface Rows {
    reward_code: RewardCode
  }
}

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

/** Gives a claim's code back to its pool, unless its member has seen it. */
export async function freeHiddenRewardCode(tx: Transaction, claimId: string): Promise<void> {
  await saveRows(
    tx,
    'reward_code',
    (await lockHiddenCodes(tx, [claimId])).map((code) => ({ ...code, claimId: null })),
  )
}

/** Keeps that these claims' codes are shown, and gives back those that were not yet and still belong to them. */
export async function revealRewardCodes(
  tx: Transaction,
  { claimIds, now }: { claimIds: readonly string[]; now: Date },
): Promise<RewardCode[]> {
  const revealed = (await lockHiddenCodes(tx, claimIds)).map((code) => ({ ...code, revealedAt: now }))
  await saveRows(tx, 'reward_code', revealed)
  return revealed
}

/** Locks codes that nobody has seen, always in the same order. One that was seen or freed meanwhile is left out. */
async function lockHiddenCodes(tx: Transaction, claimIds: readonly string[]): Promise<RewardCode[]> {
  return tx.$queryRawUnsafe<RewardCode[]>(
    `select ${columnList('reward_code')} from reward_code where claim_id = any($1::uuid[]) and revealed_at is null
     order by claim_id for update`,
    [...claimIds],
  )
}

/** The codes that these claims have, in no order. */
export async function listCodesOfClaims(reader: Reader, claimIds: readonly string[]): Promise<RewardCode[]> {
  if (claimIds.length === 0) return []
  return reader.rewardCode.findMany({ where: { claimId: { in: [...claimIds] } } })
}

/** How many codes of a pool have not been given to anybody. */
export async function countFreeRewardCodes(reader: Reader, rewardId: string): Promise<number> {
  return reader.rewardCode.count({ where: { rewardId, claimId: null } })
}
