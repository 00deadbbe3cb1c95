import type { AccountCall } from '../../chain/account-calls.ts'
import type { AccountOrder, OrderToSign } from '../../chain/account-orders.ts'
import { type AccountAct, type AccountActKind, insertAccountAct } from '../../database/account-acts.ts'
import { insertOpenCall } from '../../database/calls.ts'
import type { Transaction } from '../../database/engine/client.ts'
import type { Member } from '../../database/members.ts'
import type { Clock, Ids } from '../../domain/environment.ts'

export interface AccountActDeps {
  readonly clock: Clock
  readonly ids: Ids
  /** Turns an act into a contract call: server/chain/account-calls.ts. */
  readonly encodeAccountCall: (call: AccountCall) => { readonly to: string; readonly data: string }
  /** What a key signs for it: server/chain/account-orders.ts. */
  readonly orderToSign: (order: AccountOrder) => OrderToSign
}

/** What is to be done to an account, and the call that does it. */
export interface NewAct {
  readonly member: Member
  readonly kind: AccountActKind
  readonly toAccount: string | null
  readonly call: AccountCall
}

/** Appends what is to be done to an account, and the call that does it, in the transaction of their cause. */
export async function appendAccountAct(
  tx: Transaction,
  { clock, ids, encodeAccountCall }: AccountActDeps,
  act: NewAct,
): Promise<AccountAct> {
  const { member, kind, toAccount, call } = act
  const createdAt = clock.now()
  const { id: callId } = await insertOpenCall(tx, {
    id: ids.next(),
    kind: 'account',
    name: call.name,
    partnerId: null,
    ...encodeAccountCall(call),
    createdAt,
  })
  return insertAccountAct(tx, {
    id: ids.next(),
    memberId: member.id,
    account: member.address,
    kind,
    toAccount,
    state: 'requested',
    failedReason: null,
    callId,
    createdAt,
  })
}
