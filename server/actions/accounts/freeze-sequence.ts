import { readFreezeSequence } from '../../chain/account-orders.ts'
import type { Chain } from '../../chain/client.ts'
import { readNextFreezeSequence } from '../../chain/read-member-account.ts'
import { type ActWithCall, listLiveActs } from '../../database/account-acts.ts'
import type { Reader } from '../../database/engine/client.ts'
import { assert } from '../../domain/assert.ts'
import { chainAnswer } from '../requests/chain-answer.ts'

/** What was asked for an account and has not failed: enough to say what comes next, without asking the chain. */
export interface FreezeActs {
  /** The newest of them; null when there was none. */
  readonly newest: ActWithCall | null
  /** The first sequence number that none of them has used. */
  readonly nextSequence: bigint
}

/** Reads what was asked for. A hosted key signs nothing else, so that this is all there is of it. */
export async function listFreezeActs(reader: Reader, account: string): Promise<FreezeActs> {
  const acts = await listLiveActs(reader, account, ['freeze', 'unfreeze'])
  const used = acts.map(({ callData }) => {
    const sequence = readFreezeSequence(callData)
    assert(sequence !== null, 'a freeze names its sequence number')
    return sequence
  })
  return { newest: acts[0] ?? null, nextSequence: used.reduce((next, one) => (one >= next ? one + 1n : next), 0n) }
}

/** The chain's own word on what comes next; null when no endpoint answers. Members with their own key can act without us. */
export function readSequenceOnChain(chain: Chain, account: string): Promise<bigint | null> {
  return chainAnswer(readNextFreezeSequence(chain, account))
}
