import type { Database } from '../../database/engine/client.ts'
import { findOperation, lockPowers } from '../../database/power-pauses.ts'
import { hasOpenCall } from '../../database/calls.ts'
import { assert } from '../../domain/assert.ts'
import { Rejection } from '../../domain/rejection.ts'
import { appendPowerCall, type PowerDeps } from './power-calls.ts'
import { type Operation, operationOf, type ReadPowersDeps } from './read-powers.ts'

/** Takes a call back that a delayed role has announced, as the guardian. Asking again while that is on its way changes nothing. */
export async function cancelOperation(
  deps: PowerDeps & Pick<ReadPowersDeps, 'describeCall'> & { readonly db: Database },
  operationId: string,
): Promise<Operation> {
  return deps.db.transaction(async (tx) => {
    await lockPowers(tx)
    const event = await findOperation(tx, operationId)
    if (event === null) throw new Rejection('operation_unknown', { operationId })
    const { caller, target, data } = event
    assert(caller !== null && target !== null && data !== null, 'what was announced is known whole')
    const act = { name: 'cancel_operation', caller, target, data } as const
    if (!(await hasOpenCall(tx, deps.encodePowerAct(act)))) await appendPowerCall(tx, deps, act)
    return operationOf(deps, event)
  })
}
