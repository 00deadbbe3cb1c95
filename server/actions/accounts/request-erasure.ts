import { destroyKeys, saveErasure } from '../../database/erasures.ts'
import type { Transaction } from '../../database/engine/client.ts'
import { findMemberSession } from '../../database/member-sessions.ts'
import type { Member } from '../../database/members.ts'
import { FRESH_SESSION_MS } from '../../domain/erasure.ts'
import { Rejection } from '../../domain/rejection.ts'
import { type NoticeDeps, notifyMember } from '../messages/notify-member.ts'
import { comparePin, countPinTry, fromSession, type PinTry } from '../sign-in/verify-pin.ts'
import {
  type AskedErasure,
  type EraseDeps,
  eraseRowsOfMember,
  findWaitingErasure,
  judgeErasure,
  readOutlook,
} from './erase-rows-of-member.ts'
import { type AccountKeyDeps, actOnLockedMember, getMember } from './prove-account-order.ts'

export interface RequestErasureDeps extends EraseDeps, AccountKeyDeps, NoticeDeps {
  readonly db: EraseDeps['db']
  /** How long a card member can take it back. */
  readonly moveWaitMs: number
}

/** Where the member is signed in, and the PIN of a card. */
interface ErasureSource {
  readonly memberId: string
  readonly tokenHash: string
  readonly pin: string | null
  readonly device: string | null
}

/**
 * Erases the member who is signed in: at once where their own key opened the session a moment ago. Card number and PIN are known to tills, so with
 * those it waits, is told to every contact, and can be refused from any session and any till: docs/decisions/0047-erasure.md. Null when it is done;
 * otherwise from when on it is.
 */
export async function requestErasure(
  deps: RequestErasureDeps,
  { memberId, tokenHash, pin, device }: ErasureSource,
  asked: AskedErasure,
): Promise<Date | null> {
  const before = await getMember(deps.db, memberId)
  const tried = before.kind === 'card' ? await tryPin(deps, { memberId, pin, device }) : null
  await checkSession(deps, { tokenHash, isCard: tried !== null })
  const readyAt = tried === null ? null : new Date(deps.clock.now().getTime() + deps.moveWaitMs)
  await actOnLockedMember(deps, memberId, async (tx, member) => {
    // The account moved meanwhile to a key of the member's own.
    if (member.kind !== before.kind) return new Rejection('account_closed')
    if (tried !== null) {
      const wrong = await countPinTry(tx, deps, tried)
      if (wrong !== null) return wrong
    }
    if ((await findWaitingErasure(tx, memberId)) !== null) return new Rejection('erasure_pending')
    judgeErasure(await readOutlook(deps, tx, member), asked)
    if (readyAt === null)
      await eraseRowsOfMember(tx, deps, member, { askedBy: 'member', askedAt: deps.clock.now(), ...asked })
    else await wait(tx, deps, member, { ...asked, readyAt })
    return null
  })
  if (readyAt === null) await destroyKeys(deps.db, [memberId])
  return readyAt
}

async function tryPin(
  deps: RequestErasureDeps,
  { memberId, pin, device }: Pick<ErasureSource, 'memberId' | 'pin' | 'device'>,
): Promise<PinTry> {
  if (pin === null) throw new Rejection('stronger_proof_needed', { proof: 'pin' })
  return comparePin(deps, { memberId, pin, from: fromSession(device) })
}

/** A session of the member's own key must be a fresh one; whoever has the card's waits anyway. */
async function checkSession(
  { db, clock }: Pick<RequestErasureDeps, 'db' | 'clock'>,
  { tokenHash, isCard }: { tokenHash: string; isCard: boolean },
): Promise<void> {
  if (isCard) return
  const session = await findMemberSession(db, tokenHash)
  const openedAt = session === null || session.kind === 'card' ? null : session.createdAt
  if (openedAt === null || openedAt.getTime() < clock.now().getTime() - FRESH_SESSION_MS)
    throw new Rejection('session_not_fresh')
}

async function wait(
  tx: Transaction,
  deps: RequestErasureDeps,
  { id: memberId }: Member,
  { points, readyAt }: AskedErasure & { readyAt: Date },
): Promise<void> {
  const askedAt = deps.clock.now()
  const waiting = { state: 'waiting', askedBy: 'member', endedAt: null, endedReason: null } as const
  await saveErasure(tx, { memberId, points, askedAt, readyAt, ...waiting })
  await notifyMember(tx, deps, { memberId, topic: 'erasure_requested', facts: { readyAt } })
}
