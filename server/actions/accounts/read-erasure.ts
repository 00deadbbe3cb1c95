import type { Reader } from '../../database/engine/client.ts'
import { type EraseDeps, type ErasureOutlook, findWaitingErasure, readOutlook } from './erase-rows-of-member.ts'
import { getMember } from './prove-account-order.ts'

/** What a member is told before they are erased. */
export interface ErasureView extends ErasureOutlook {
  /** From when on an erasure that was asked for is carried out; null where none waits. */
  readonly readyAt: Date | null
}

/** Reads what an erasure would take from a member, what it must wait for, and whether one was asked for. */
export async function readErasure(
  deps: Omit<EraseDeps, 'db'> & { readonly db: Reader },
  memberId: string,
): Promise<ErasureView> {
  const member = await getMember(deps.db, memberId)
  const waiting = await findWaitingErasure(deps.db, memberId)
  return { ...(await readOutlook(deps, deps.db, member)), readyAt: waiting?.readyAt ?? null }
}
