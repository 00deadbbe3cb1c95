import type { Transaction } from '../../database/engine/client.ts'
import { type Member } from '../../database/members.ts'
import { listAccountStandings } from '../../database/spending-facts.ts'
import { deadlineAfter, HOSTED_ORDER_MS } from '../../domain/account-acts.ts'
import { assert } from '../../domain/assert.ts'
import { Rejection } from '../../domain/rejection.ts'
import { appendAccountAct } from './append-account-act.ts'
import { findFoldedDeadline, foldAct, noteFoldedOrder } from './fold-acts.ts'
import {
  type FreezeOnChain,
  isWorthFreezing,
  listFreezeActs,
  readFreezeOnChain,
  willBeFrozen,
} from './freeze-sequence.ts'
import {
  type AccountKeyDeps,
  type AccountProof,
  checkAccountProof,
  checkDeadline,
  type CheckedProof,
} from './prove-account-order.ts'

/** What a member brings to freeze or unfreeze: a proof, and for which order a key of their own gave it. */
export interface SignedFreeze extends AccountProof {
  readonly sequence: bigint | null
  readonly deadline: bigint | null
}

/** An order that a member's own key signed, and what the chain says of its turn. */
interface OwnOrder {
  readonly sequence: bigint
  readonly deadline: bigint
  readonly onChain: FreezeOnChain | null
}

/** Checks what a member's own key signed to freeze the account, or to free it. */
export async function checkFreezeOrder(
  deps: AccountKeyDeps,
  member: Member,
  frozen: boolean,
  { sequence, deadline, ...proof }: SignedFreeze,
): Promise<OwnOrder & { checked: CheckedProof }> {
  const account = member.address
  if (sequence === null || deadline === null)
    throw new Rejection('stronger_proof_needed', { proof: member.kind === 'passkey' ? 'assertion' : 'signature' })
  checkDeadline(deadline, deps.clock.now())
  const { digest } = deps.orderToSign({ kind: 'Freeze', account, frozen, sequence, deadline })
  const checked = await checkAccountProof(deps, member, { digest, proof })
  return { checked, sequence, deadline, onChain: await readFreezeOnChain(deps.chain, account) }
}

/**
 * Carries out an order that the member's own key signed, if it is the order's turn. What the ledger says anyway, or will say once what
 * is not sent yet is taken back, is not sent. True if it changes what the ledger says or was about to.
 */
export async function carryOutFreezeOrder(
  tx: Transaction,
  deps: AccountKeyDeps,
  acting: { before: Member; member: Member; frozen: boolean; own: OwnOrder & { checked: CheckedProof } },
): Promise<boolean> {
  const { before, member, frozen, own } = acting
  const { checked, sequence, deadline, onChain } = own
  const account = member.address
  if (account !== before.address) throw new Rejection('account_closed')
  assert(checked.kind === 'signed', 'a key of their own signed')
  const { newest, nextSequence } = await listFreezeActs(tx, account)
  if (!(await isTurn(tx, { account, sequence, deadline, frozen }, { nextSequence, onChain })))
    throw new Rejection('account_signature_invalid', { reason: 'sequence_unexpected' })
  const call = { name: 'set_freeze', account, frozen, sequence, deadline, signature: checked.signature } as const
  const act = { member, kind: frozen ? 'freeze' : 'unfreeze', toAccount: null, call } as const
  const isSaid = (await willBeFrozen(tx, { account, newest, onChain })) === frozen
  if (!isSaid && newest?.state !== 'requested' && frozen && !(await isWorthFreezing(tx, member))) return false
  const isFolded = !isSaid && newest?.state === 'requested' && (await foldAct(tx, deps, newest))
  if (!isSaid && !isFolded) await appendAccountAct(tx, deps, act)
  // A freeze may be sent again by whomever: being signed in is enough for one. So may what lifts nothing.
  else if (!frozen && (isFolded || member.frozenAt !== null))
    await noteFoldedOrder(tx, deps, { ...act, call: { ...call, signature: '0x' } })
  return !isSaid
}

async function isTurn(
  tx: Transaction,
  { account, sequence, deadline, frozen }: { account: string; sequence: bigint; deadline: bigint; frozen: boolean },
  { nextSequence, onChain }: { nextSequence: bigint; onChain: FreezeOnChain | null },
): Promise<boolean> {
  const used = frozen ? null : await findFoldedDeadline(tx, { account, sequence })
  if (used !== null && deadline <= used) return false
  // While the chain cannot be asked, a later turn is accepted: the key may have acted without us.
  if (onChain === null) return sequence >= nextSequence
  return sequence === (onChain.nextSequence > nextSequence ? onChain.nextSequence : nextSequence)
}

/** The call that the hosted key of a card member signs to freeze the account, or to free it. */
export function hostedFreezeCall(
  { clock, orderToSign }: AccountKeyDeps,
  { address: account }: Member,
  { frozen, sequence }: { frozen: boolean; sequence: bigint },
) {
  const deadline = deadlineAfter(clock.now(), HOSTED_ORDER_MS)
  const { digest } = orderToSign({ kind: 'Freeze', account, frozen, sequence, deadline })
  return { call: { name: 'set_freeze', account, frozen, sequence, deadline } as const, digest }
}

/** Whether the account is on its way to another key. */
export async function isMoving(tx: Transaction, memberId: string): Promise<boolean> {
  return (await listAccountStandings(tx, [memberId])).get(memberId)?.isMoving === true
}
