import type { Reader } from '../../database/engine/client.ts'
import { listOperations, type PowerEvent } from '../../database/power-pauses.ts'
import type { Clock } from '../../domain/environment.ts'
import { OPERATION_EXPIRES_MS } from '../../domain/powers.ts'
import { listPowers, type PowerView } from './list-powers.ts'

/** Announced calls that are shown. Each costs whoever announces it a transaction and needs a role. */
export const OPERATIONS_MAX = 200

/** What an announced call would do, in words: server/chain/describe-call.ts */
export interface DescribedCall {
  readonly contract: string
  readonly functionName: string
  readonly args: Readonly<Record<string, string>>
}

export interface ReadPowersDeps {
  readonly db: Reader
  readonly clock: Clock
  /** Null where a call is to none of our contracts. */
  readonly describeCall: (call: { readonly target: string; readonly data: string }) => DescribedCall | null
}

/** A call that a delayed role has announced. */
export interface Operation {
  readonly event: PowerEvent
  readonly call: DescribedCall | null
  /** Until when it can be carried out. */
  readonly expiresAt: Date
}

/** Reads which powers are paused, and which calls wait for their time. */
export async function readPowers(
  deps: ReadPowersDeps,
): Promise<{ powers: readonly PowerView[]; operations: readonly Operation[] }> {
  const dueAfter = new Date(deps.clock.now().getTime() - OPERATION_EXPIRES_MS)
  const events = await listOperations(deps.db, { dueAfter, rowsMax: OPERATIONS_MAX })
  return { powers: await listPowers(deps.db), operations: events.map((event) => operationOf(deps, event)) }
}

/** An announced call, with what it would do. */
export function operationOf({ describeCall }: Pick<ReadPowersDeps, 'describeCall'>, event: PowerEvent): Operation {
  const { target, data, readyAt } = event
  const call = target === null || data === null ? null : describeCall({ target, data })
  return { event, call, expiresAt: new Date((readyAt?.getTime() ?? 0) + OPERATION_EXPIRES_MS) }
}
