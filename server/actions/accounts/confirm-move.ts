import { type PasskeyAssertion, verifyPasskeyAssertion } from '../../chain/verify-passkey-assertion.ts'
import type { Reader } from '../../database/engine/client.ts'
import { findWaitingMove, type MoveRequest } from '../../database/move-requests.ts'
import { type ConfirmingPasskey, listConfirmingPasskeys } from '../../database/passkeys.ts'
import { assert } from '../../domain/assert.ts'
import { Rejection } from '../../domain/rejection.ts'
import { type NoticeDeps, notifyMember } from '../messages/notify-member.ts'
import { makeWaitingMove } from './release-moves.ts'
import { type AccountKeyDeps, actOnLockedMember } from './prove-account-order.ts'

/** How a member confirms a move that waits. */
export interface MoveConfirmation {
  readonly kind: 'passkey'
  readonly assertion: PasskeyAssertion
}

/**
 * Makes a move that waits at once, because the member proved to be its owner by something that whoever has card and PIN does not
 * have. What keeps a move from being made when its wait is over keeps this one too.
 */
export async function confirmMove(
  deps: AccountKeyDeps & NoticeDeps,
  memberId: string,
  confirmation: MoveConfirmation,
): Promise<void> {
  await actOnLockedMember(deps, memberId, async (tx, member) => {
    const move = await getWaitingMove(tx, member.address)
    await checkConfirmation(tx, deps, move, confirmation)
    await notifyMember(tx, deps, { memberId, topic: 'move_confirmed' })
    return makeWaitingMove(tx, deps, member, move)
  })
}

/** Refuses a confirmation that does not show the owner. */
async function checkConfirmation(
  reader: Reader,
  deps: AccountKeyDeps,
  move: MoveRequest,
  { assertion }: MoveConfirmation,
): Promise<void> {
  const passkey = (await listAblePasskeys(reader, move)).find(({ id }) => id === assertion.id)
  if (passkey === undefined) throw new Rejection('account_signature_invalid', { reason: 'passkey_of_another' })
  const { rpId, x, y } = passkey
  const terms = { rpId, origin: deps.passkeyTerms.origin, x, y }
  const verdict = verifyPasskeyAssertion(assertion, deps.orderToSign(moveOrderOf(move)).digest, terms)
  if (verdict.status === 'refused') throw new Rejection('account_signature_invalid', { reason: verdict.reason })
}

/**
 * The member's passkeys that had waited already when the move was asked for. Otherwise whoever knows card and PIN would ask for the move
 * and add a passkey, or the other way round, and need not wait.
 */
export async function listAblePasskeys(
  reader: Reader,
  { memberId, createdAt }: MoveRequest,
): Promise<ConfirmingPasskey[]> {
  const passkeys = await listConfirmingPasskeys(reader, memberId)
  if (passkeys.length === 0) throw new Rejection('passkey_unknown')
  const able = passkeys.filter(({ confirmsFrom }) => confirmsFrom <= createdAt)
  if (able.length > 0) return able
  const [oldest] = passkeys
  assert(oldest !== undefined, 'there are passkeys, and none is old enough')
  throw new Rejection('passkey_too_young', { confirmsFrom: oldest.confirmsFrom.toISOString() })
}

/** The move of an account that waits. */
export async function getWaitingMove(reader: Reader, account: string): Promise<MoveRequest> {
  const move = await findWaitingMove(reader, account)
  if (move === null) throw new Rejection('move_unknown')
  return move
}

/** The order that moves the account. */
export function moveOrderOf({ account: from, toAccount: to, deadline }: MoveRequest) {
  return { kind: 'Move', from, to, deadline } as const
}
