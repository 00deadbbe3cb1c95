import { assert } from '../domain/assert.ts'
import type { Reader, Transaction } from './client.ts'
import type { AccountEventModel } from './generated/models.ts'
import type { Narrow } from './row.ts'
import { insertRows } from './save-rows.ts'

/** What can happen to an account on chain. */
export type AccountEventKind =
  'moved' | 'frozen' | 'unfrozen' | 'recovery_announced' | 'recovery_refused' | 'recovery_completed'

/** One event about a whole account. */
export type AccountEvent = Narrow<AccountEventModel, { kind: AccountEventKind; by: 'member' | 'operator' | null }>

/** Whether the account was moved to another address: then it is closed for ever. */
export async function isAccountClosed(reader: Reader, account: string): Promise<boolean> {
  return (await reader.accountEvent.count({ where: { account, kind: { in: ['moved', 'recovery_completed'] } } })) > 0
}

/** Whether redemption of the account is stopped on chain, by whomever. */
export async function isAccountFrozen(reader: Reader, account: string): Promise<boolean> {
  const newest = await reader.accountEvent.findFirst({
    where: { account, kind: { in: ['frozen', 'unfrozen'] } },
    orderBy: [{ blockNumber: 'desc' }, { logIndex: 'desc' }],
  })
  return newest?.kind === 'frozen'
}

/** The recovery of the account that waits on chain; null when there is none. */
export async function findOpenRecovery(
  reader: Reader,
  account: string,
): Promise<{ toAccount: string; readyAt: Date } | null> {
  const newest = await reader.accountEvent.findFirst({
    where: { account, kind: { in: ['recovery_announced', 'recovery_refused', 'recovery_completed', 'moved'] } },
    orderBy: [{ blockNumber: 'desc' }, { logIndex: 'desc' }],
  })
  if (newest?.kind !== 'recovery_announced' || newest.toAccount === null || newest.readyAt === null) return null
  return { toAccount: newest.toAccount, readyAt: newest.readyAt }
}

/** Remembers events about accounts. */
export async function insertAccountEvents(tx: Transaction, events: readonly AccountEvent[]): Promise<void> {
  const inserted = await insertRows(tx, 'account_event', events)
  assert(inserted.length === events.length, 'an account event was applied twice')
}

/** Forgets the events of blocks above a number, because the chain did. */
export async function deleteAccountEventsAbove(tx: Transaction, blockNumber: bigint): Promise<void> {
  await tx.accountEvent.deleteMany({ where: { blockNumber: { gt: blockNumber } } })
}
