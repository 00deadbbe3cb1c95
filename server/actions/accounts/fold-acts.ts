import { readFreezeCall } from '../../chain/account-orders.ts'
import { type AccountAct, listActsOfAccount, lockAccountAct, saveAccountAct } from '../../database/account-acts.ts'
import { lockCall, saveCall } from '../../database/calls.ts'
import type { Reader, Transaction } from '../../database/engine/client.ts'
import { assert } from '../../domain/assert.ts'
import { type AccountActDeps, appendAccountAct, type NewAct } from './append-account-act.ts'

/** Why the call of an act was never made. */
const FOLDED = 'folded'

/**
 * Takes a freeze or an unfreeze back that is not on its way to the ledger yet: with the opposite one that was asked for after it,
 * nothing is left to be done. Its number on the ledger is free again, and the signature is thrown away. False when it is
 * too late: it has its nonce, or is about to get it.
 */
export async function foldAct(
  tx: Transaction,
  { encodeAccountCall }: Pick<AccountActDeps, 'encodeAccountCall'>,
  { id, callId }: Pick<AccountAct, 'id' | 'callId'>,
): Promise<boolean> {
  const call = await lockCall(tx, callId)
  if (call?.state !== 'open') return false
  const act = await lockAccountAct(tx, id)
  if (act?.state !== 'requested') return false
  const order = readFreezeCall(call.data)
  assert(order !== null, 'only freezes and unfreezes are folded')
  const unsigned = encodeAccountCall({ name: 'set_freeze', ...order, signature: '0x' })
  await saveCall(tx, { ...call, data: unsigned.data, state: 'failed', reason: FOLDED })
  await saveAccountAct(tx, { ...act, state: 'folded' })
  return true
}

/** Keeps that an order was used up by what it undid, or had nothing to do on the ledger, so that it is not taken a second time. */
export async function noteFoldedOrder(tx: Transaction, deps: AccountActDeps, act: NewAct): Promise<void> {
  const appended = await appendAccountAct(tx, deps, act)
  assert(await foldAct(tx, deps, appended), 'what this transaction appended is on its way to nowhere')
}

/**
 * The latest deadline of the orders to unfreeze an account with this number that were used up without the ledger; null for none.
 * The number is still free on the ledger, so only the deadline tells a fresh order from one that was sent before.
 */
export async function findFoldedDeadline(
  reader: Reader,
  { account, sequence }: { account: string; sequence: bigint },
): Promise<bigint | null> {
  const folded = await listActsOfAccount(reader, { account, kinds: ['unfreeze'], states: ['folded'] })
  const deadlines = folded.flatMap(({ callData }) => {
    const order = readFreezeCall(callData)
    return order?.sequence === sequence ? [order.deadline] : []
  })
  return deadlines.reduce<bigint | null>((latest, one) => (latest === null || one > latest ? one : latest), null)
}
