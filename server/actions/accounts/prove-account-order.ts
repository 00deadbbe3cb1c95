import type { Chain } from '../../chain/client.ts'
import type { PasskeyAssertion } from '../../chain/verify-passkey-assertion.ts'
import type { Database, Reader, Transaction } from '../../database/engine/client.ts'
import { listMembersByIds, lockMembers, type Member } from '../../database/members.ts'
import { judgeDeadline } from '../../domain/account-acts.ts'
import { assert } from '../../domain/assert.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { AccountActDeps } from './append-account-act.ts'
import type { PasskeyTerms } from '../sign-in/enrol-passkey.ts'
import { listPasskeysOfAccount } from '../sign-in/own-passkeys.ts'
import { verifyPasskeyOf, verifyWalletOf } from '../sign-in/verify-member-signature.ts'
import { comparePin, countPinTry, fromSession, type PinDeps, type PinTry } from '../sign-in/verify-pin.ts'

/** What a member brings besides the session; which of them counts depends on the kind of their key. */
export interface AccountProof {
  readonly pin: string | null
  /** Token of the browser, where it has one. */
  readonly device: string | null
  readonly signature: string | null
  readonly assertion: PasskeyAssertion | null
}

export interface AccountKeyDeps extends PinDeps, AccountActDeps {
  readonly db: Database
  readonly chain: Chain
  readonly passkeyTerms: PasskeyTerms
  /** Signs a digest with the hosted key at an index: server/chain/hd-wallet.ts. */
  readonly signAsMember: (index: number, digest: string) => string
}

/** A proof that was looked at: a PIN to be counted, or a signature in the form that PointsAccounts takes. */
export type CheckedProof =
  { readonly kind: 'pin'; readonly tried: PinTry } | { readonly kind: 'signed'; readonly signature: string }

/** The member of a session. */
export async function getMember(reader: Reader, memberId: string): Promise<Member> {
  const [member] = await listMembersByIds(reader, [memberId])
  assert(member !== undefined, 'a member who is signed in exists')
  return member
}

/** Locks a member, and reads how they are now: earlier transactions are visible. */
export async function getLockedMember(tx: Transaction, memberId: string): Promise<Member> {
  await lockMembers(tx, [memberId])
  return getMember(tx, memberId)
}

/** Acts on a locked member. What was written stays also where it is refused, as the count of PIN tries must. */
export async function actOnLockedMember(
  { db }: Pick<AccountKeyDeps, 'db'>,
  memberId: string,
  act: (tx: Transaction, member: Member) => Promise<Rejection | null>,
): Promise<void> {
  const refusal = await db.transaction(async (tx) => act(tx, await getLockedMember(tx, memberId)))
  if (refusal !== null) throw refusal
}

/**
 * Checks the proof that a member's kind of key gives. `digest` is what a key of their own signed. Checked outside of any
 * transaction, because it takes a while.
 */
export async function checkAccountProof(
  deps: AccountKeyDeps,
  member: Member,
  { digest, proof }: { digest: string; proof: AccountProof },
): Promise<CheckedProof> {
  const { pin, device, signature, assertion } = proof
  if (member.kind === 'card') {
    if (pin === null) throw new Rejection('stronger_proof_needed', { proof: 'pin' })
    return { kind: 'pin', tried: await comparePin(deps, { memberId: member.id, pin, from: fromSession(device) }) }
  }
  const verdict = await verifyOwnKey(deps, member, { digest, signature, assertion })
  if (verdict.status === 'refused') throw new Rejection('account_signature_invalid', { reason: verdict.reason })
  return { kind: 'signed', signature: verdict.signature }
}

async function verifyOwnKey(
  deps: AccountKeyDeps,
  { id, kind, address }: Member,
  { digest, signature, assertion }: { digest: string } & Pick<AccountProof, 'signature' | 'assertion'>,
) {
  if (kind === 'passkey') {
    if (assertion === null) throw new Rejection('stronger_proof_needed', { proof: 'assertion' })
    return verifyPasskeyOf(deps, { memberId: id, account: address }, { digest, assertion })
  }
  if (signature === null) throw new Rejection('stronger_proof_needed', { proof: 'signature' })
  return verifyWalletOf(deps, { account: address, digest, signature })
}

/**
 * The signature that a checked proof gives, in the transaction that locked the member: a right PIN has the hosted key sign.
 * The refusal of a wrong one is returned and not thrown, so that the try is counted.
 */
export async function signWithProof(
  tx: Transaction,
  deps: AccountKeyDeps,
  { member, checked, digest }: { member: Member; checked: CheckedProof; digest: string },
): Promise<string | Rejection> {
  if (checked.kind === 'signed') return checked.signature
  const wrong = await countPinTry(tx, deps, checked.tried)
  if (wrong !== null) return wrong
  assert(member.derivationIndex !== null, 'a card member has a hosted key')
  return deps.signAsMember(member.derivationIndex, digest)
}

/** Refuses what was signed for a time that is over, or for one too far away. */
export function checkDeadline(deadline: bigint, now: Date): void {
  const reason = judgeDeadline(deadline, now)
  if (reason !== null) throw new Rejection('account_signature_invalid', { reason })
}

/** Which passkeys can sign for a member; null unless their key is one. */
export async function hintPasskeys(
  { db, passkeyTerms }: Pick<AccountKeyDeps, 'db' | 'passkeyTerms'>,
  { id: memberId, kind, address: account }: Member,
): Promise<{ rpId: string; credentialIds: string[] } | null> {
  if (kind !== 'passkey') return null
  const passkeys = await listPasskeysOfAccount(db, { memberId, account })
  return { rpId: passkeyTerms.rpId, credentialIds: passkeys.map((passkey) => passkey.id) }
}
