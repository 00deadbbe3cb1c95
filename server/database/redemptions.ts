import { assert } from '../domain/assert.ts'
import type { Metadata } from '../domain/metadata.ts'
import { OWN_CLAIM_PREFIX } from '../domain/own-claims.ts'
import type { OpenHolds } from '../domain/redemption-points.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { RedemptionModel } from './generated/models.ts'
import { namedRowsOf } from './engine/named-rows.ts'
import type { Erasable, Narrow } from './engine/row.ts'
import { insertRows, saveRows } from './engine/save-rows.ts'
import { columnList } from './engine/tables.ts'
import type { NewRow } from './engine/tables.ts'

/** A hold and what became of it. */
export type Redemption = Erasable<
  Narrow<
    RedemptionModel,
    {
      consentKind: 'wallet' | 'passkey' | 'pin' | null
      state: 'held' | 'captured' | 'voided'
      voidedBy: 'partner' | 'member' | 'link' | null
      metadata: Metadata
    }
  >,
  'reference' | 'salt',
  'referenceKey'
>

/** One that the member consented to, so that it has its order. */
export type SignedRedemption = Redemption & { readonly nonce: number; readonly orderHash: string }

declare module './engine/tables.ts' {
  interface Rows {
    redemption: Redemption
  }
}

/**
 * Stores new holds and returns those that were stored: one whose reference was used meanwhile is left out. The caller has
 * locked the members, so that no point is held twice.
 */
export async function insertRedemptions(tx: Transaction, rows: readonly NewRow<'redemption'>[]): Promise<Redemption[]> {
  return insertRows(tx, 'redemption', rows)
}

/** Saves redemptions that this transaction has locked: rows are saved whole. */
export async function saveRedemptions(tx: Transaction, rows: readonly Redemption[]): Promise<void> {
  await saveRows(tx, 'redemption', rows)
}

/**
 * Locks redemptions and, before them, their members, until the transaction ends, always in the same order: what becomes
 * of a hold and what else is held of the same points come one after the other.
 */
export async function lockRedemptions(tx: Transaction, ids: readonly string[]): Promise<Redemption[]> {
  if (ids.length === 0) return []
  await tx.$queryRaw`
    select id from member where id in (select member_id from redemption where id = any(${[...ids]}::uuid[]))
    order by seq for update`
  return tx.$queryRawUnsafe<Redemption[]>(
    `select ${columnList('redemption')} from redemption where id = any($1::uuid[]) order by seq for update`,
    ids,
  )
}

/** Whether the member consented to a redemption. */
export function isSigned(redemption: Redemption): redemption is SignedRedemption {
  return redemption.nonce !== null && redemption.orderHash !== null
}

/** A redemption by its id, whosever it is. */
export async function findRedemption(reader: Reader, id: string): Promise<Redemption | null> {
  return (await reader.redemption.findUnique({ where: { id } })) as Redemption | null
}

/** Those of the named redemptions that are recorded. */
export const listRedemptionsByReferences = namedRowsOf('redemption', 'reference')

/** The highest nonce that any order of the account has or had; 0 for none. Who gives the next one has locked the member. */
export async function findLastNonce(reader: Reader, account: string): Promise<number> {
  const rows = await reader.$queryRaw<{ nonce: number }[]>`
    select greatest(
      (select max(nonce) from redemption where account = ${account}),
      (select max(nonce) from redemption_event where account = ${account}), 0)::int as nonce`
  const [row] = rows
  assert(row !== undefined, 'the query gives one row')
  return row.nonce
}

/** The open holds of partners on each of these members' points, and on everybody's but for members' own claims. */
export async function countOpenHolds(
  reader: Reader,
  { partnerIds, memberIds, now }: { partnerIds: readonly number[]; memberIds: readonly string[]; now: Date },
): Promise<(partnerId: number, memberId: string) => OpenHolds> {
  const rows = await reader.$queryRaw<{ partnerId: number; memberId: string | null; open: number }[]>`
    select partner_id as "partnerId", null::uuid as "memberId", count(*)::int as open from redemption
    where partner_id = any(${[...partnerIds]}::int[]) and state = 'held' and expires_at > ${now}
      and not starts_with(reference, ${OWN_CLAIM_PREFIX})
    group by partner_id
    union all
    select partner_id, member_id, count(*)::int from redemption
    where partner_id = any(${[...partnerIds]}::int[]) and state = 'held' and expires_at > ${now}
      and member_id = any(${[...memberIds]}::uuid[])
    group by partner_id, member_id`
  const open = new Map(rows.map((row) => [`${row.partnerId}/${row.memberId ?? ''}`, row.open]))
  return (partnerId, memberId) => ({
    ofMember: open.get(`${partnerId}/${memberId}`) ?? 0,
    ofAll: open.get(`${partnerId}/`) ?? 0,
  })
}

/** How many redemptions these members began at these partners since a moment that spent points, or still may. */
export async function countRedemptionsSince(
  reader: Reader,
  asked: { partnerIds: readonly number[]; memberIds: readonly string[]; since: Date; now: Date },
): Promise<(partnerId: number, memberId: string) => number> {
  const { partnerIds, memberIds, since, now } = asked
  const rows = await reader.$queryRaw<{ partnerId: number; memberId: string; count: number }[]>`
    select partner_id as "partnerId", member_id as "memberId", count(*)::int as count from redemption
    where member_id = any(${[...memberIds]}::uuid[]) and partner_id = any(${[...partnerIds]}::int[]) and held_at >= ${since}
      and (state = 'captured' or state = 'held' and expires_at > ${now})
    group by partner_id, member_id`
  const counts = new Map(rows.map((row) => [`${row.partnerId}/${row.memberId}`, row.count]))
  return (partnerId, memberId) => counts.get(`${partnerId}/${memberId}`) ?? 0
}

/** Points that a member has spent, holds, or asked to move away with the PIN since a moment. */
export async function sumPinPoints(
  reader: Reader,
  { memberId, since, now }: { memberId: string; since: Date; now: Date },
): Promise<bigint> {
  const rows = await reader.$queryRaw<{ points: bigint }[]>`
    select coalesce(sum(points), 0)::bigint as points from (
      select points from redemption
      where member_id = ${memberId}::uuid and consent_kind = 'pin' and consented_at >= ${since}
        and (state = 'captured' and refused_reason is null or state = 'held' and expires_at > ${now})
      union all
      select points from move_request
      where member_id = ${memberId}::uuid and created_at >= ${since} and state in ('waiting', 'released')
    ) gone`
  return rows[0]?.points ?? 0n
}
