import type { Transaction } from '../../database/engine/client.ts'
import { type Member, saveMemberFreeze } from '../../database/members.ts'
import { listAccountStandings } from '../../database/spending-facts.ts'
import { deadlineAfter, HOSTED_ORDER_MS } from '../../domain/account-acts.ts'
import { assert } from '../../domain/assert.ts'
import { Rejection } from '../../domain/rejection.ts'
import { appendAccountAct } from './append-account-act.ts'
import { listFreezeActs, readSequenceOnChain } from './freeze-sequence.ts'
import {
  type AccountKeyDeps,
  type AccountProof,
  checkAccountProof,
  checkDeadline,
  type CheckedProof,
  getLockedMember,
  getMember,
  signWithProof,
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
  readonly onChain: bigint | null
}

/**
 * Stops all spending at once: whoever is signed in may. A hosted key freezes the account on the ledger too; another one
 * does when it signed.
 */
export async function freezeAccount(deps: AccountKeyDeps, memberId: string, signed: SignedFreeze): Promise<void> {
  const before = await getMember(deps.db, memberId)
  const isSigned = before.kind !== 'card' && (signed.signature !== null || signed.assertion !== null)
  const own = isSigned ? await checkOwn(deps, before, true, signed) : null
  await deps.db.transaction(async (tx) => {
    const member = await getLockedMember(tx, memberId)
    if (member.frozenAt === null) await saveMemberFreeze(tx, member, deps.clock.now())
    // The old account is about to be closed; what was frozen here stays frozen at the new one.
    if (await isMoving(tx, memberId)) return
    if (own !== null) await appendOwn(tx, deps, { before, member, frozen: true, own })
    else if (member.derivationIndex !== null) await freezeHosted(tx, deps, member)
  })
}

/** Allows spending again, which takes more than being signed in: the PIN, or the key itself. */
export async function unfreezeAccount(deps: AccountKeyDeps, memberId: string, signed: SignedFreeze): Promise<void> {
  const before = await getMember(deps.db, memberId)
  const own = before.kind === 'card' ? null : await checkOwn(deps, before, false, signed)
  // A hosted key signs only after the PIN was counted: there is nothing to compare a signature with yet.
  const checked = own?.checked ?? (await checkAccountProof(deps, before, { digest: '', proof: signed }))
  const refusal = await deps.db.transaction(async (tx) => {
    const member = await getLockedMember(tx, memberId)
    const refused = own === null ? await unfreezeHosted(tx, deps, { member, checked }) : null
    if (refused !== null) return refused
    if (await isMoving(tx, memberId)) return new Rejection('account_moving')
    if (own !== null) await appendOwn(tx, deps, { before, member, frozen: false, own })
    await saveMemberFreeze(tx, member, null)
    return null
  })
  if (refusal !== null) throw refusal
}

async function checkOwn(
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
  return { checked, sequence, deadline, onChain: await readSequenceOnChain(deps.chain, account) }
}

async function appendOwn(
  tx: Transaction,
  deps: AccountKeyDeps,
  acting: { before: Member; member: Member; frozen: boolean; own: OwnOrder & { checked: CheckedProof } },
): Promise<void> {
  const { before, member, frozen, own } = acting
  const { checked, sequence, deadline, onChain } = own
  const account = member.address
  if (account !== before.address) throw new Rejection('account_closed')
  assert(checked.kind === 'signed', 'a key of their own signed')
  const { nextSequence } = await listFreezeActs(tx, account)
  // Without the chain's word a later turn is believed: the key may have acted without us.
  const isTurn =
    onChain === null ? sequence >= nextSequence : sequence === (onChain > nextSequence ? onChain : nextSequence)
  if (!isTurn) throw new Rejection('account_signature_invalid', { reason: 'sequence_unexpected' })
  const call = { name: 'set_freeze', account, frozen, sequence, deadline, signature: checked.signature } as const
  await appendAccountAct(tx, deps, { member, kind: frozen ? 'freeze' : 'unfreeze', toAccount: null, call })
}

async function freezeHosted(tx: Transaction, deps: AccountKeyDeps, member: Member): Promise<void> {
  const { newest, nextSequence } = await listFreezeActs(tx, member.address)
  if (newest?.kind === 'freeze') return
  const { call, digest } = hostedCall(deps, member, { frozen: true, sequence: nextSequence })
  assert(member.derivationIndex !== null, 'a card member has a hosted key')
  const signature = deps.signAsMember(member.derivationIndex, digest)
  await appendAccountAct(tx, deps, { member, kind: 'freeze', toAccount: null, call: { ...call, signature } })
}

async function unfreezeHosted(
  tx: Transaction,
  deps: AccountKeyDeps,
  { member, checked }: { member: Member; checked: CheckedProof },
): Promise<Rejection | null> {
  const { newest, nextSequence } = await listFreezeActs(tx, member.address)
  const { call, digest } = hostedCall(deps, member, { frozen: false, sequence: nextSequence })
  const signature = await signWithProof(tx, deps, { member, checked, digest })
  if (signature instanceof Rejection) return signature
  if (await isMoving(tx, member.id)) return new Rejection('account_moving')
  if (newest?.kind === 'freeze')
    await appendAccountAct(tx, deps, { member, kind: 'unfreeze', toAccount: null, call: { ...call, signature } })
  return null
}

function hostedCall(
  { clock, orderToSign }: AccountKeyDeps,
  { address: account }: Member,
  { frozen, sequence }: { frozen: boolean; sequence: bigint },
) {
  const deadline = deadlineAfter(clock.now(), HOSTED_ORDER_MS)
  const { digest } = orderToSign({ kind: 'Freeze', account, frozen, sequence, deadline })
  return { call: { name: 'set_freeze', account, frozen, sequence, deadline } as const, digest }
}

async function isMoving(tx: Transaction, memberId: string): Promise<boolean> {
  return (await listAccountStandings(tx, [memberId])).get(memberId)?.isMoving === true
}
