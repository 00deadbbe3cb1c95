import type { Reader } from './engine/client.ts'
import type { Redemption } from './redemptions.ts'
import { columnList } from './engine/tables.ts'

/** Why an order can no longer be burned: the contract's Refusal. */
export type DeathReason = 'closed' | 'nonce_unusable' | 'expired' | 'signature_invalid' | 'points_zero'

/** A captured order that no list holds and that no later block can burn. */
export interface DeadOrder extends Redemption {
  readonly reason: DeathReason
}

/**
 * Captured orders without a list that are dead, by final blocks alone: the account was closed, an order with as high a nonce
 * was burned, the deadline is over, or the chain refused it in a call of ours for a reason that cannot change.
 */
export async function listDeadOrders(
  reader: Reader,
  { finalizedNumber, finalTime, rowsMax }: { finalizedNumber: bigint; finalTime: Date; rowsMax: number },
): Promise<DeadOrder[]> {
  return reader.$queryRawUnsafe<DeadOrder[]>(
    `select * from (
       select ${columnList('redemption', 'r')}, case
         when exists (select from account_event e where e.kind = 'moved' and e.account = r.account and e.block_number <= $1::bigint)
           then 'closed'
         when exists (select from redemption_event e where e.kind = 'redeemed' and e.account = r.account and e.nonce >= r.nonce
                      and e.block_number <= $1::bigint)
           then 'nonce_unusable'
         when r.deadline < $2::timestamptz then 'expired'
         else (
           select e.reason from redemption_event e join attempt a on a.hash = e.transaction_hash
           where e.kind = 'refused' and e.account = r.account and e.nonce = r.nonce and e.partner_id = r.partner_id
             and e.reason in ('signature_invalid', 'points_zero') and e.block_number <= $1::bigint limit 1
         ) end as reason
       from redemption r
       where r.state = 'captured' and r.list_id is null and r.refused_reason is null
         and not exists (select from redemption_event e where e.account = r.account and e.nonce = r.nonce
                         and e.partner_id = r.partner_id and e.reward = r.reward_hash and e.kind = 'redeemed')
     ) judged where reason is not null order by seq limit $3`,
    finalizedNumber,
    finalTime.toISOString(),
    rowsMax,
  )
}
