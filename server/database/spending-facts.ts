import type { SpendingFacts } from '../domain/redemption-points.ts'
import type { Reader } from './engine/client.ts'
import { listFrozenAccounts } from './account-events.ts'
import { listLots } from './movements.ts'
import { listRefusalPauses } from './refusal-pauses.ts'

/** What a member has and what of it is spoken for. */
export interface MemberSpending extends SpendingFacts {
  readonly memberId: string
  readonly account: string
}

type SpendingRow = Omit<MemberSpending, 'lots' | 'pausedUntil'>

/**
 * What decides whether members' points can be spent. A hold counts until its end plus `graceMs`; a captured one until its own
 * burn is seen, or until it is refused for good. A caller that decides by it must have locked the members.
 */
export async function listSpendingFacts(
  reader: Reader,
  memberIds: readonly string[],
  { now, graceMs }: { now: Date; graceMs: number },
): Promise<Map<string, MemberSpending>> {
  if (memberIds.length === 0) return new Map()
  const rows = await readRows(reader, memberIds, new Date(now.getTime() - graceMs))
  const lots = Map.groupBy(
    await listLots(
      reader,
      rows.map(({ account }) => account),
    ),
    ({ account }) => account,
  )
  const withFreezes = await addFreezes(reader, rows)
  const pauses = await listRefusalPauses(reader, memberIds, now)
  return new Map(
    withFreezes.map((row) => {
      const pausedUntil = pauses.get(row.memberId) ?? null
      return [row.memberId, { ...row, pausedUntil, lots: lots.get(row.account) ?? [] }]
    }),
  )
}

async function readRows(reader: Reader, memberIds: readonly string[], heldAfter: Date) {
  return reader.$queryRaw<SpendingRow[]>`
    select m.id as "memberId", m.address as account,
      coalesce(held.points, 0)::bigint as "pointsReserved",
      greatest(held.nonce, seen.nonce, 0)::int as "lastNonce",
      coalesce(leaving.points, 0)::bigint as "pointsLeaving",
      m.frozen_at is not null as "isFrozen",
      exists (
        select from account_act a where a.member_id = m.id and a.kind in ('move', 'complete_recovery') and a.state = 'requested'
      ) as "isMoving",
      exists (select from account_event e where e.account = m.address and e.kind = 'moved') as "isClosed"
    from member m
    left join lateral (
      select max(r.nonce) as nonce, sum(r.points) filter (where r.state = 'held' and r.expires_at > ${heldAfter} or r.state = 'captured'
          and r.refused_reason is null and not exists (
            select from redemption_event e where e.account = r.account and e.nonce = r.nonce and e.kind = 'redeemed'
              and e.partner_id = r.partner_id and e.points = r.points and e.reward = r.reward_hash
          )) as points
      from redemption r where r.account = m.address
    ) held on true
    left join lateral (
      select max(e.nonce) as nonce from redemption_event e where e.account = m.address
    ) seen on true
    left join lateral (
      select -sum(o.points) as points from outbox_entry o left join batch b on b.id = o.batch_id
      where o.member_id = m.id and o.points < 0
        and not exists (select from posted_batch p where p.batch_hash = b.batch_hash)
    ) leaving on true
    where m.id = any(${[...memberIds]}::uuid[])`
}

/** Why an account cannot be spent from, whatever is in it. */
export interface AccountStanding {
  readonly memberId: string
  readonly account: string
  /** The highest nonce of any order of the account. */
  readonly lastNonce: number
  readonly isFrozen: boolean
  readonly isMoving: boolean
}

/** How the accounts of members stand; the caller has locked them. */
export async function listAccountStandings(
  reader: Reader,
  memberIds: readonly string[],
): Promise<Map<string, AccountStanding>> {
  const rows = await reader.$queryRaw<AccountStanding[]>`
    select m.id as "memberId", m.address as account,
      greatest(
        (select max(r.nonce) from redemption r where r.account = m.address),
        (select max(e.nonce) from redemption_event e where e.account = m.address), 0)::int as "lastNonce",
      m.frozen_at is not null as "isFrozen",
      exists (
        select from account_act a where a.member_id = m.id and a.kind in ('move', 'complete_recovery') and a.state = 'requested'
      ) as "isMoving"
    from member m
    where m.id = any(${[...memberIds]}::uuid[])`
  return new Map((await addFreezes(reader, rows)).map((row) => [row.memberId, row]))
}

/** Adds what the ledger says to what was frozen here: a freeze goes along when an account moves. */
async function addFreezes<T extends { account: string; isFrozen: boolean }>(
  reader: Reader,
  rows: readonly T[],
): Promise<T[]> {
  const frozen = await listFrozenAccounts(
    reader,
    rows.map(({ account }) => account),
  )
  return rows.map((row) => ({ ...row, isFrozen: row.isFrozen || frozen.has(row.account) }))
}
