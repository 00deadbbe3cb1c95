import { insertOpenCall } from '../../database/calls.ts'
import type { Transaction } from '../../database/engine/client.ts'
import type { Clock, Ids } from '../../domain/environment.ts'

/** What an operator does to a partner on chain. */
export type OperatorAct =
  | { readonly name: 'register_partner'; readonly partnerName: string; readonly issuerAddress: string }
  | { readonly name: 'suspend_partner' | 'resume_partner' }
  | { readonly name: 'raise_allowance' | 'lower_allowance' | 'set_daily_limit'; readonly points: bigint }

/** Turns an act into a contract call: server/chain/operator-call.ts */
export type EncodeOperatorAct = (partnerId: number, act: OperatorAct) => { readonly to: string; readonly data: string }

export interface OperatorDeps {
  readonly clock: Clock
  readonly ids: Ids
  readonly encodeOperatorAct: EncodeOperatorAct
}

/** Appends the calls that make an operator's act true on chain, in order, in the transaction of their cause. */
export async function appendOperatorCalls(
  tx: Transaction,
  { clock, ids, encodeOperatorAct }: OperatorDeps,
  partnerId: number,
  acts: readonly OperatorAct[],
): Promise<void> {
  for (const act of acts) {
    await insertOpenCall(tx, {
      id: ids.next(),
      kind: 'operator',
      name: act.name,
      partnerId,
      ...encodeOperatorAct(partnerId, act),
      createdAt: clock.now(),
    })
  }
}
