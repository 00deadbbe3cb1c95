import { insertOpenCall, type Call } from '../../database/calls.ts'
import type { Transaction } from '../../database/engine/client.ts'
import type { Clock, Ids } from '../../domain/environment.ts'
import type { PowerAct } from '../../domain/powers.ts'

/** Turns an act into a contract call: server/chain/power-call.ts */
export type EncodePowerAct = (act: PowerAct) => { readonly to: string; readonly data: string }

export interface PowerDeps {
  readonly clock: Clock
  readonly ids: Ids
  readonly encodePowerAct: EncodePowerAct
}

/** Appends the call that makes an act true on chain, in the transaction of its cause. */
export async function appendPowerCall(
  tx: Transaction,
  { clock, ids, encodePowerAct }: PowerDeps,
  act: PowerAct,
): Promise<Call> {
  const call = { id: ids.next(), kind: 'operator', name: act.name, partnerId: null, createdAt: clock.now() } as const
  return insertOpenCall(tx, { ...call, ...encodePowerAct(act) })
}
