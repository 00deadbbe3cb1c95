import type { OpenMatter } from '../domain/erasure.ts'
import type { Reader } from './engine/client.ts'

/** Something of a member that is on its way, and when it is over by itself; null where nobody can say. */
export interface OpenMatterRow {
  readonly matter: OpenMatter
  readonly until: Date | null
}

/** What of a member is still on its way, one row a kind. `heldAfter`: holds that end later may still be captured. The caller has locked the member. */
export async function listOpenMatters(
  reader: Reader,
  {
    memberId,
    account,
    heldAfter,
    finalizedNumber,
  }: { memberId: string; account: string; heldAfter: Date; finalizedNumber: bigint },
): Promise<OpenMatterRow[]> {
  return reader.$queryRaw<OpenMatterRow[]>`
    select matter, max(until) as until from (
      select 'hold' as matter, expires_at as until from redemption
        where member_id = ${memberId}::uuid and state = 'held' and expires_at > ${heldAfter}
      union all
      select 'redemption', null from redemption r
        where r.member_id = ${memberId}::uuid and r.state = 'captured' and r.refused_reason is null and not exists (
          select from redemption_event e where e.account = r.account and e.nonce = r.nonce and e.kind = 'redeemed'
            and e.partner_id = r.partner_id and e.points = r.points and e.reward = r.reward_hash
            and e.block_number <= ${finalizedNumber})
      union all
      select 'entry', null from outbox_entry o left join batch b on b.id = o.batch_id
        where o.member_id = ${memberId}::uuid and not exists (
          select from posted_batch p where p.batch_hash = b.batch_hash and p.block_number <= ${finalizedNumber})
      union all
      select 'restoration', null from restoration s join redemption r on r.id = s.redemption_id
        where r.member_id = ${memberId}::uuid and s.state in ('requested', 'sent')
      union all
      select 'move', ready_at from move_request where member_id = ${memberId}::uuid and state = 'waiting'
      union all
      select 'account_act', null from account_act where member_id = ${memberId}::uuid and state = 'requested'
      union all
      select 'recovery', e.ready_at from account_event e
        where e.account = ${account} and e.kind = 'recovery_announced' and not exists (
          select from account_event later where later.account = e.account
            and later.kind in ('recovery_announced', 'recovery_refused', 'recovery_completed', 'moved')
            and (later.block_number, later.log_index) > (e.block_number, e.log_index))
    ) open group by matter order by matter`
}

/** The partners that know a member, or have dealt with them. */
export async function listPartnersOfMember(reader: Reader, memberId: string): Promise<number[]> {
  const rows = await reader.$queryRaw<{ partnerId: number }[]>`
    select partner_id as "partnerId" from member_relation where member_id = ${memberId}::uuid
    union select enrolled_by from member where id = ${memberId}::uuid and enrolled_by is not null
    union select partner_id from purchase where member_id = ${memberId}::uuid
    union select partner_id from purchase_return where member_id = ${memberId}::uuid
    union select partner_id from redemption where member_id = ${memberId}::uuid
    order by 1`
  return rows.map(({ partnerId }) => partnerId)
}
