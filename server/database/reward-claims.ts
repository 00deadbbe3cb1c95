import type { Reader, Transaction } from './engine/client.ts'
import type { RewardClaimModel } from './generated/models.ts'
import { keysOf } from './engine/keys-of.ts'
import { nameIn } from './engine/seal-rows.ts'
import { theRow, type Erasable, type Narrow } from './engine/row.ts'
import { lockRow } from './engine/lock-row.ts'
import { insertNewRows, saveRows } from './engine/save-rows.ts'
import { columnList, type NewRow } from './engine/tables.ts'

/** A reward that a member got for points. */
export type RewardClaim = Erasable<
  Narrow<RewardClaimModel, { state: 'issued' | 'redeemed' | 'cancelled' }>,
  'voucher',
  'voucherKey'
>

declare module './engine/tables.ts' {
  interface Rows {
    reward_claim: RewardClaim
  }
}

/** A claim, and whether the ledger has burned its points. */
export interface ClaimOnItsWay extends RewardClaim {
  readonly points: bigint
  readonly isBurned: boolean
  /** The applied block in which it did. */
  readonly burnedBlock: bigint | null
}

/** Stores a new claim. */
export async function insertRewardClaim(tx: Transaction, claim: NewRow<'reward_claim'>): Promise<RewardClaim> {
  return theRow(
    await insertNewRows(
      tx,
      'reward_claim',
      [claim],
      `the claim ${claim.id} is the only one of its redemption, with a voucher of its own`,
    ),
  )
}

/** Stores a claim that this transaction has locked. */
export async function saveRewardClaim(tx: Transaction, claim: RewardClaim): Promise<void> {
  await saveRows(tx, 'reward_claim', [claim])
}

/** Locks a claim until the transaction ends; null if it is unknown. */
export async function lockRewardClaim(tx: Transaction, id: string): Promise<RewardClaim | null> {
  return lockRow(tx, 'reward_claim', id, { skipLocked: false })
}

/** The claim that a redemption was given; null when it was for no reward, or is not captured. */
export async function findClaimOfRedemption(reader: Reader, redemptionId: string): Promise<RewardClaim | null> {
  return (await reader.rewardClaim.findUnique({ where: { redemptionId } })) as RewardClaim | null
}

const CLAIMS_ON_THEIR_WAY = `
  select ${columnList('reward_claim', 'c')}, r.points, burn.block_number is not null as "isBurned",
    burn.block_number as "burnedBlock"
  from reward_claim c join redemption r on r.id = c.redemption_id
  left join lateral (
    select e.block_number from redemption_event e where e.kind = 'redeemed' and e.account = r.account and e.nonce = r.nonce
      and e.partner_id = r.partner_id and e.points = r.points and e.reward = r.reward_hash limit 1
  ) burn on true`

/** A claim by its id. */
export async function findClaim(reader: Reader, id: string): Promise<ClaimOnItsWay | null> {
  const rows = await reader.$queryRawUnsafe<ClaimOnItsWay[]>(`${CLAIMS_ON_THEIR_WAY} where c.id = $1::uuid`, id)
  return rows[0] ?? null
}

/** The claims of these ids, in no order. */
export async function listClaimsByIds(reader: Reader, ids: readonly string[]): Promise<ClaimOnItsWay[]> {
  if (ids.length === 0) return []
  return reader.$queryRawUnsafe<ClaimOnItsWay[]>(`${CLAIMS_ON_THEIR_WAY} where c.id = any($1::uuid[])`, [...ids])
}

/** A claim by its voucher. */
export async function findClaimByVoucher(reader: Reader, voucher: string): Promise<ClaimOnItsWay | null> {
  const voucherKey = nameIn(keysOf(reader), 'reward_claim', { column: 'voucher', partnerId: 0, text: voucher })
  const rows = await reader.$queryRawUnsafe<ClaimOnItsWay[]>(
    `${CLAIMS_ON_THEIR_WAY} where c.voucher_key = $1`,
    voucherKey,
  )
  return rows[0] ?? null
}

/** A member's claims before a cursor (a claim's `seq`), newest first. */
export async function listClaimsOfMember(
  reader: Reader,
  { memberId, beforeSeq, rowsMax }: { memberId: string; beforeSeq: bigint | null; rowsMax: number },
): Promise<ClaimOnItsWay[]> {
  return reader.$queryRawUnsafe<ClaimOnItsWay[]>(
    `${CLAIMS_ON_THEIR_WAY} where c.member_id = $1::uuid and ($2::bigint is null or c.seq < $2::bigint)
     order by c.seq desc limit $3`,
    memberId,
    beforeSeq,
    rowsMax,
  )
}
