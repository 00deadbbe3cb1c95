import { readHead } from '../chain/read-head.ts'
import { passkeyAddress } from '../chain/passkey-address.ts'
import { type AccountAct, listActsToSettle, lockAccountAct, saveAccountAct } from '../database/account-acts.ts'
import type { EndedCall } from '../database/ended-calls.ts'
import { findOpenRecovery, hasMoved, isAccountFrozen, listMovesToFollow } from '../database/account-events.ts'
import { findChainCursor } from '../database/chain-cursor.ts'
import { type Reader, type Transaction } from '../database/engine/client.ts'
import { endSessionsOfMember } from '../database/member-sessions.ts'
import { changeMemberAccount } from '../database/members.ts'
import { listPasskeysOfMember } from '../database/passkeys.ts'
import { assert } from '../domain/assert.ts'
import type { Clock } from '../domain/environment.ts'
import { changeEach } from './change-each.ts'
import { type Relayer } from './relayer.ts'

const ROWS_AT_ONCE_MAX = 100

/** Ends acts whose call is final or has failed; a move or a completed recovery gives the member the new account. */
export async function settleAccountActs(relayer: Relayer): Promise<boolean> {
  return changeEach(await listActsToSettle(relayer.database, ROWS_AT_ONCE_MAX), async (ended) => {
    const act = await settleAct(relayer, ended)
    if (act === null) return false
    const { id: actId, kind, failedReason: reason } = act
    relayer.report(reason === null ? { name: 'act_done', actId, kind } : { name: 'act_failed', actId, kind, reason })
    return true
  })
}

/** Members whose account somebody else moved, with their consent or after a recovery's delay: the chain says so, and is followed. */
export async function followMoves(relayer: Relayer): Promise<boolean> {
  const { database, chain, clock } = relayer
  const cursor = await findChainCursor(database, chain.chainId)
  if (cursor === null) return false
  const moves = await listMovesToFollow(database, cursor.finalizedNumber, ROWS_AT_ONCE_MAX)
  return changeEach(moves, async ({ memberId, account, toAccount }) => {
    const isChanged = await database.transaction((tx) => moveMember(tx, clock, { memberId, account, toAccount }))
    if (isChanged) relayer.report({ name: 'member_moved', memberId })
    return isChanged
  })
}

async function settleAct({ database, chain, clock }: Relayer, ended: EndedCall): Promise<AccountAct | null> {
  const cursor = await findChainCursor(database, chain.chainId)
  if (cursor === null) return null
  const isFailed = ended.callState === 'failed'
  // Why a call failed may be in a block that is not applied yet.
  if (isFailed && cursor.processedNumber < (await readHead(chain)).number) return null
  return database.transaction(async (tx) => {
    const locked = await lockAccountAct(tx, ended.id)
    if (locked?.state !== 'requested') return null
    // Anybody may post what the keys signed: then our call fails, and yet it happened.
    const isDone = !isFailed || (await hasHappened(tx, locked, cursor.finalizedNumber))
    if (!isDone && (await hasHappened(tx, locked, cursor.processedNumber))) return null
    if (isDone && (locked.kind === 'move' || locked.kind === 'complete_recovery')) {
      assert(locked.toAccount !== null, 'a move leads somewhere')
      await moveMember(tx, clock, { ...locked, toAccount: locked.toAccount })
    }
    const settled: AccountAct = isDone
      ? { ...locked, state: 'done' }
      : { ...locked, state: 'failed', failedReason: ended.reason ?? 'failed' }
    await saveAccountAct(tx, settled)
    return settled
  })
}

async function hasHappened(reader: Reader, act: AccountAct, blockNumberMax: bigint): Promise<boolean> {
  const { account, toAccount } = act
  switch (act.kind) {
    case 'move':
    case 'complete_recovery':
      return toAccount !== null && hasMoved(reader, { account, toAccount, blockNumberMax })
    case 'freeze':
      return isAccountFrozen(reader, account)
    case 'unfreeze':
      return !(await isAccountFrozen(reader, account))
    case 'announce_recovery':
      return (await findOpenRecovery(reader, account))?.toAccount === toAccount
    case 'refuse_recovery':
    case 'cancel_recovery':
      return (await findOpenRecovery(reader, account)) === null
  }
}

async function moveMember(
  tx: Transaction,
  clock: Clock,
  { memberId, account, toAccount }: { memberId: string; account: string; toAccount: string },
): Promise<boolean> {
  const passkeys = await listPasskeysOfMember(tx, memberId)
  const isPasskey = passkeys.some((passkey) => passkeyAddress(passkey) === toAccount)
  const changed = { from: account, to: toAccount, kind: isPasskey ? 'passkey' : 'wallet' } as const
  if (!(await changeMemberAccount(tx, memberId, changed))) return false
  // The old key no longer controls the account.
  await endSessionsOfMember(tx, memberId, clock.now())
  return true
}
