import type { Metadata } from '../domain/metadata.ts'
import { noteMade } from './audit-entries.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { RewardModel } from './generated/models.ts'
import { theRow, type Narrow } from './engine/row.ts'
import { lockRow } from './engine/lock-row.ts'
import { insertNewRows, saveRows } from './engine/save-rows.ts'
import type { NewRow } from './engine/tables.ts'

/** What kinds of rewards there are. Never cash. */
export type RewardKind = 'basket_discount' | 'product' | 'service' | 'gift_code' | 'access' | 'donation'

/** Language tag to what people read; English is always there. */
export type RewardTexts = Readonly<Record<string, { readonly title: string; readonly description: string }>>

/** What a partner offers for points. */
export type Reward = Narrow<RewardModel, { kind: RewardKind; texts: RewardTexts; metadata: Metadata }>

declare module './engine/tables.ts' {
  interface Rows {
    reward: Reward
  }
}

/** How much of a reward is spoken for. */
export interface RewardUse {
  readonly rewardId: string
  /** Claims that were not cancelled, of all members and of the one who asks. */
  readonly claims: bigint
  readonly ownClaims: bigint
  /** Open holds, of all members and of the one who asks. */
  readonly holds: bigint
  readonly ownHolds: bigint
  /** Codes of the pool that have not been given to anybody. */
  readonly codesLeft: bigint
}

/** Stores a new reward. */
export async function insertReward(tx: Transaction, reward: NewRow<'reward'>): Promise<Reward> {
  noteMade(tx, { rewardId: reward.id })
  return theRow(await insertNewRows(tx, 'reward', [reward], `the reward ${reward.id} is new`))
}

/** Stores a reward that this transaction has locked. */
export async function saveReward(tx: Transaction, reward: Reward): Promise<void> {
  await saveRows(tx, 'reward', [reward])
}

/** Locks a reward until the transaction ends, so that what is left of it is given away once. Null if it is unknown. */
export async function lockReward(tx: Transaction, id: string): Promise<Reward | null> {
  return lockRow(tx, 'reward', id, { skipLocked: false })
}

/** The rewards of these ids, in no order. */
export async function listRewardsByIds(reader: Reader, ids: readonly string[]): Promise<Reward[]> {
  if (ids.length === 0) return []
  return (await reader.reward.findMany({ where: { id: { in: [...new Set(ids)] } } })) as Reward[]
}

/** Rewards that are available now, newest first: before a cursor (a reward's `seq`), of one partner or of all. */
export async function listOpenRewards(
  reader: Reader,
  asked: { partnerId: number | null; beforeSeq: bigint | null; now: Date; rowsMax: number },
): Promise<Reward[]> {
  const { partnerId, beforeSeq, now, rowsMax } = asked
  return (await reader.reward.findMany({
    where: {
      ...(partnerId === null ? {} : { partnerId }),
      ...(beforeSeq === null ? {} : { seq: { lt: beforeSeq } }),
      withdrawnAt: null,
      validFrom: { lte: now },
      OR: [{ validUntil: null }, { validUntil: { gt: now } }],
    },
    orderBy: { seq: 'desc' },
    take: rowsMax,
  })) as Reward[]
}

/** All rewards of a partner, newest first: before a cursor (a reward's `seq`). */
export async function listRewardsOfPartner(
  reader: Reader,
  { partnerId, beforeSeq, rowsMax }: { partnerId: number; beforeSeq: bigint | null; rowsMax: number },
): Promise<Reward[]> {
  return (await reader.reward.findMany({
    where: { partnerId, ...(beforeSeq === null ? {} : { seq: { lt: beforeSeq } }) },
    orderBy: { seq: 'desc' },
    take: rowsMax,
  })) as Reward[]
}

/** The rewards that replaced these, in no order. */
export async function listReplacements(reader: Reader, ids: readonly string[]): Promise<Reward[]> {
  if (ids.length === 0) return []
  return (await reader.reward.findMany({ where: { replacesId: { in: [...ids] } } })) as Reward[]
}

/** A reward, those that it followed and those that followed it, newest first. A chain has few: `REWARD_VERSIONS_MAX`. */
export async function listRewardVersions(reader: Reader, rewardId: string): Promise<Reward[]> {
  const found = await reader.$queryRawUnsafe<{ id: string }[]>(
    `with recursive earlier as (
       select id, replaces_id from reward where id = $1::uuid
       union all select r.id, r.replaces_id from reward r join earlier e on r.id = e.replaces_id
     ), later as (
       select id from reward where replaces_id = $1::uuid
       union all select r.id from reward r join later l on r.replaces_id = l.id
     )
     select id from earlier union all select id from later`,
    rewardId,
  )
  const ids = found.map(({ id }) => id)
  return (await reader.reward.findMany({ where: { id: { in: ids } }, orderBy: { seq: 'desc' } })) as Reward[]
}

/** How much of each of these rewards is reserved; holds that end after `heldAfter` count. */
export async function listRewardUses(
  reader: Reader,
  asked: { rewardIds: readonly string[]; memberId: string | null; heldAfter: Date },
): Promise<RewardUse[]> {
  if (asked.rewardIds.length === 0) return []
  return reader.$queryRawUnsafe<RewardUse[]>(
    `select w.id as "rewardId", claimed.whole as claims, claimed.own as "ownClaims", held.whole as holds,
       held.own as "ownHolds", pool.whole as "codesLeft"
     from reward w
     cross join lateral (
       select count(*) as whole, count(*) filter (where c.member_id = $2::uuid) as own
       from reward_claim c where c.reward_id = w.id and c.state <> 'cancelled'
     ) claimed
     cross join lateral (
       select count(*) as whole, count(*) filter (where r.member_id = $2::uuid) as own
       from redemption r where r.reward_id = w.id and r.state = 'held' and r.expires_at > $3::timestamptz
     ) held
     cross join lateral (
       select count(*) as whole from reward_code k where k.reward_id = w.id and k.claim_id is null
     ) pool
     where w.id = any($1::uuid[])`,
    [...new Set(asked.rewardIds)],
    asked.memberId,
    asked.heldAfter.toISOString(),
  )
}
