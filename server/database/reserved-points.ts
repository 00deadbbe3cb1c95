import type { Reader } from './client.ts'

/**
 * Points of an account that are promised and not burned yet: held ones whose hold goes on, and captured ones until the
 * ledger burned or refused them for good.
 */
export async function sumReservedPoints(reader: Reader, account: string, now: Date): Promise<bigint> {
  const [row] = await reader.$queryRaw<{ points: bigint }[]>`
    select coalesce(sum(r.points), 0)::bigint as points from redemption r
    where r.account = ${account}
      and (
        (r.state = 'held' and r.expires_at > ${now})
        or (r.state = 'captured' and r.refused_reason is null and not exists (
          select from redemption_event e where e.kind = 'redeemed' and e.account = r.account and e.nonce = r.nonce))
      )`
  return row?.points ?? 0n
}

/** What the member's returns that are not on chain yet will take, not negative. */
export async function sumPendingDebits(reader: Reader, memberId: string): Promise<bigint> {
  const [row] = await reader.$queryRaw<{ points: bigint }[]>`
    select coalesce(-sum(e.points), 0)::bigint as points from outbox_entry e
    left join batch b on b.id = e.batch_id
    where e.member_id = ${memberId}::uuid and e.points < 0
      and not exists (select from posted_batch p where p.batch_hash = b.batch_hash)`
  return row?.points ?? 0n
}
