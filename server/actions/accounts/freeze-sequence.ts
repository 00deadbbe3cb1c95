import { readFreezeSequence } from '../../chain/account-orders.ts'
import type { Chain } from '../../chain/client.ts'
import { readFrozenBy, readNextFreezeSequence } from '../../chain/read-member-account.ts'
import { type ActWithCall, listActsOfAccount } from '../../database/account-acts.ts'
import { isAccountUsed, listFrozenAccounts } from '../../database/account-events.ts'
import type { Reader } from '../../database/engine/client.ts'
import type { Member } from '../../database/members.ts'
import { hasOutboxEntries } from '../../database/outbox.ts'
import { assert } from '../../domain/assert.ts'
import { chainAnswer } from '../requests/chain-answer.ts'

/** What was asked for an account, has not failed and was not taken back: enough to say what comes next, without asking the chain. */
export interface FreezeActs {
  /** The newest of them; null when there was none. */
  readonly newest: ActWithCall | null
  /** The first sequence number that none of them has used. */
  readonly nextSequence: bigint
}

/** Reads what was asked for. A hosted key signs nothing else, so that this is all there is of it. */
export async function listFreezeActs(reader: Reader, account: string): Promise<FreezeActs> {
  const acts = await listActsOfAccount(reader, {
    account,
    kinds: ['freeze', 'unfreeze'],
    states: ['requested', 'done'],
  })
  const used = acts.map(({ callData }) => {
    const sequence = readFreezeSequence(callData)
    assert(sequence !== null, 'a freeze names its sequence number')
    return sequence
  })
  return { newest: acts[0] ?? null, nextSequence: used.reduce((next, one) => (one >= next ? one + 1n : next), 0n) }
}

/** What the newest block says of a member's freezes. */
export interface FreezeOnChain {
  readonly nextSequence: bigint
  readonly isFrozenByMember: boolean
}

/** The chain's own word on what comes next; null when no endpoint answers. Members with their own key can act without us. */
export function readFreezeOnChain(chain: Chain, account: string): Promise<FreezeOnChain | null> {
  return chainAnswer(
    Promise.all([readNextFreezeSequence(chain, account), readFrozenBy(chain, account)]).then(
      ([nextSequence, { member: isFrozenByMember }]) => ({ nextSequence, isFrozenByMember }),
    ),
  )
}

/** Whether the ledger will say that a key of the member's own froze the account once all that was asked for here is done. */
export async function willBeFrozen(
  reader: Reader,
  { account, newest, onChain }: { account: string; newest: ActWithCall | null; onChain: FreezeOnChain | null },
): Promise<boolean> {
  if (newest?.state === 'requested') return newest.kind === 'freeze'
  if (onChain !== null) return onChain.isFrozenByMember
  return newest?.kind === 'freeze' || (await listFrozenAccounts(reader, [account])).has(account)
}

/**
 * Whether there is anything on the ledger that a freeze would protect, or soon will be. An account without points is frozen here and costs
 * no gas: anybody can enrol any number of them.
 */
export async function isWorthFreezing(reader: Reader, { id, address }: Member): Promise<boolean> {
  return (await isAccountUsed(reader, address)) || (await hasOutboxEntries(reader, id))
}
