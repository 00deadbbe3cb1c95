import { type PasskeyAssertion, verifyPasskeyAssertion } from '../../chain/verify-passkey-assertion.ts'
import {
  type PasskeyRegistration,
  type ProvenPasskey,
  verifyPasskeyRegistration,
} from '../../chain/verify-passkey-registration.ts'
import type { Transaction } from '../../database/engine/client.ts'
import type { Member } from '../../database/members.ts'
import { insertPasskey, KEY_OF_ACCOUNT } from '../../database/passkeys.ts'
import { useWalletChallenge } from '../../database/wallet-challenges.ts'
import { judgeMoveDeadline } from '../../domain/account-acts.ts'
import { assert } from '../../domain/assert.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { BudgetDeps } from '../requests/take-budget.ts'
import { takeActBudget } from './act-budgets.ts'
import { type NoticeDeps, notifyMember } from '../messages/notify-member.ts'
import { appendAccountAct } from './append-account-act.ts'
import { checkMovable } from './check-movable.ts'
import { requestMove } from './request-move.ts'
import {
  type AccountKeyDeps,
  actOnLockedMember,
  type AccountProof,
  checkAccountProof,
  checkDeadline,
  getMember,
} from './prove-account-order.ts'
import { verifyWalletOf } from '../sign-in/verify-member-signature.ts'
import { countPinTry } from '../sign-in/verify-pin.ts'

/** Where an account goes, and what the new key gave. */
export type MoveTarget =
  | { readonly kind: 'wallet'; readonly signature: string }
  | { readonly kind: 'passkey'; readonly registration: PasskeyRegistration; readonly assertion: PasskeyAssertion }

/** A move to which both keys agreed. */
export interface SignedMove {
  readonly toAccount: string
  readonly deadline: bigint
  readonly target: MoveTarget
  readonly from: AccountProof
}

export interface MoveDeps extends AccountKeyDeps, BudgetDeps, NoticeDeps {
  /** How long a move of a card account waits. */
  readonly moveWaitMs: number
}

/** From when on a move that is asked for now can be made; null for at once, because the member's own key agrees to it. */
export function moveReadyAt({ clock, moveWaitMs }: MoveDeps, { kind }: Member): Date | null {
  return kind === 'card' ? new Date(clock.now().getTime() + moveWaitMs) : null
}

/**
 * Moves a member's whole account to a new key. Where the old key is the member's own, both have signed, and until it is done
 * nothing can be held. A card's is moved by whoever knows the PIN, so that move waits, and can be refused: docs/decisions/0017-card-moves-wait.md.
 */
export async function moveAccount(
  deps: MoveDeps,
  { memberId, networkAddress }: { memberId: string; networkAddress: string },
  move: SignedMove,
): Promise<void> {
  const { toAccount, deadline, target, from } = move
  const before = await getMember(deps.db, memberId)
  checkDeadline(deadline, deps.clock.now())
  const readyAt = moveReadyAt(deps, before)
  const tooSoon = readyAt === null ? null : judgeMoveDeadline(deadline, readyAt)
  if (tooSoon !== null) throw new Rejection('account_signature_invalid', { reason: tooSoon })
  const order = { kind: 'Move', from: before.address, to: toAccount, deadline } as const
  const { digest } = deps.orderToSign(order)
  const taken = await checkTarget(deps, target, { account: toAccount, digest })
  const checked = await checkAccountProof(deps, before, { digest, proof: from })
  await actOnLockedMember(deps, memberId, async (tx, member) => {
    if (member.address !== before.address) return new Rejection('account_closed')
    if (checked.kind === 'pin') {
      const wrong = await countPinTry(tx, deps, checked.tried)
      if (wrong !== null) return wrong
    }
    await checkMovable(deps, tx, { memberId, toAccount })
    const usedMax = deps.budgets.limits.movesPerMemberMax
    const budget = 'moves_of_member'
    await takeActBudget(tx, deps, { budget, member, networkAddress, usedMax, isOnLedger: true })
    if (taken.passkey !== null) {
      await storePasskey(tx, deps, member, taken.passkey)
      await notifyMember(tx, deps, { memberId, topic: 'passkey_added' })
    }
    if (checked.kind === 'pin') {
      assert(readyAt !== null, 'a move with the PIN waits')
      await requestMove(tx, deps, member, { toAccount, deadline, toSignature: taken.signature, readyAt })
      return null
    }
    const call = {
      name: 'move',
      from: order.from,
      to: toAccount,
      deadline,
      signatureFrom: checked.signature,
      signatureTo: taken.signature,
    } as const
    await appendAccountAct(tx, deps, { member, kind: 'move', toAccount, call })
    return null
  })
}

async function checkTarget(
  deps: AccountKeyDeps,
  target: MoveTarget,
  { account, digest }: { account: string; digest: string },
): Promise<{ signature: string; passkey: ProvenPasskey | null }> {
  if (target.kind === 'wallet') {
    const verdict = await verifyWalletOf(deps, { account, digest, signature: target.signature })
    if (verdict.status === 'refused') throw invalid(verdict.reason)
    return { signature: verdict.signature, passkey: null }
  }
  const { passkeyTerms } = deps
  const registered = await verifyPasskeyRegistration(target.registration, passkeyTerms)
  if (registered.status === 'refused') throw new Rejection('passkey_invalid', { reason: registered.reason })
  const { passkey } = registered
  if (passkey.address !== account) throw invalid('account_of_another')
  const verdict = verifyPasskeyAssertion(target.assertion, digest, { ...passkeyTerms, x: passkey.x, y: passkey.y })
  if (verdict.status === 'refused') throw invalid(verdict.reason)
  return { signature: verdict.signature, passkey }
}

const invalid = (reason: string) => new Rejection('account_signature_invalid', { key: 'new', reason })

async function storePasskey(
  tx: Transaction,
  { clock, passkeyTerms }: AccountKeyDeps,
  { id: memberId }: Member,
  { id, x, y, challenge }: ProvenPasskey,
): Promise<void> {
  const createdAt = clock.now()
  if (!(await useWalletChallenge(tx, challenge, createdAt)))
    throw new Rejection('passkey_invalid', { reason: 'challenge_unknown_used_or_expired' })
  await insertPasskey(tx, { id, memberId, rpId: passkeyTerms.rpId, x, y, createdAt, ...KEY_OF_ACCOUNT })
}
