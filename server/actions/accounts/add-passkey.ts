import {
  type PasskeyRegistration,
  type ProvenPasskey,
  verifyPasskeyRegistration,
} from '../../chain/verify-passkey-registration.ts'
import type { Transaction } from '../../database/engine/client.ts'
import { noteEvents } from '../../database/feed-events.ts'
import type { Member } from '../../database/members.ts'
import { insertPasskey, listConfirmingPasskeys } from '../../database/passkeys.ts'
import { useWalletChallenge } from '../../database/wallet-challenges.ts'
import { CONFIRMING_PASSKEYS_MAX } from '../../domain/account-acts.ts'
import { Rejection } from '../../domain/rejection.ts'
import { notifyMember } from '../messages/notify-member.ts'
import { takeAddressBudget } from '../requests/take-budget.ts'
import { countPinTry } from '../sign-in/verify-pin.ts'
import type { MoveDeps } from './move-account.ts'
import { actOnLockedMember, checkAccountProof, getMember } from './prove-account-order.ts'

/**
 * Adds a passkey with which a card member can confirm moves, so that theirs need not wait. Whoever knows card and PIN can add one, so it
 * counts only after the wait of a move, and is seen and refused meanwhile as a move is: docs/decisions/0017-card-moves-wait.md.
 */
export async function addPasskey(
  deps: MoveDeps,
  { memberId, networkAddress }: { memberId: string; networkAddress: string },
  { registration, pin, device }: { registration: PasskeyRegistration; pin: string; device: string | null },
): Promise<void> {
  const before = await getMember(deps.db, memberId)
  if (before.kind !== 'card') throw new Rejection('passkey_invalid', { reason: 'account_has_its_own_key' })
  const verdict = await verifyPasskeyRegistration(registration, deps.passkeyTerms)
  if (verdict.status === 'refused') throw new Rejection('passkey_invalid', { reason: verdict.reason })
  const proof = { pin, device, signature: null, assertion: null }
  const checked = await checkAccountProof(deps, before, { digest: '', proof })
  await actOnLockedMember(deps, memberId, async (tx, member) => {
    if (member.kind !== 'card' || checked.kind !== 'pin') return new Rejection('account_closed')
    const wrong = await countPinTry(tx, deps, checked.tried)
    if (wrong !== null) return wrong
    const usedMax = deps.budgets.limits.accountActsPerAddressMax
    await takeAddressBudget(tx, deps, { budget: 'account_acts_of_address', networkAddress, usedMax })
    await store(tx, deps, member, verdict.passkey)
    await notifyMember(tx, deps, { memberId, topic: 'passkey_added' })
    return null
  })
}

async function store(
  tx: Transaction,
  { clock, ids, passkeyTerms: { rpId }, moveWaitMs }: MoveDeps,
  { id: memberId, enrolledBy }: Member,
  { id, x, y, challenge }: ProvenPasskey,
): Promise<void> {
  const createdAt = clock.now()
  const passkeysMax = CONFIRMING_PASSKEYS_MAX
  if ((await listConfirmingPasskeys(tx, memberId)).length >= passkeysMax)
    throw new Rejection('passkeys_too_many', { passkeysMax })
  if (!(await useWalletChallenge(tx, challenge, createdAt)))
    throw new Rejection('passkey_invalid', { reason: 'challenge_unknown_used_or_expired' })
  const confirmsFrom = new Date(createdAt.getTime() + moveWaitMs)
  await insertPasskey(tx, { id, memberId, rpId, x, y, createdAt, confirmsFrom, removedAt: null })
  if (enrolledBy === null) return
  const data = { memberId, confirmsFrom: confirmsFrom.toISOString() }
  noteEvents(tx, [{ partnerId: enrolledBy, type: 'member.passkey_added', objectId: ids.next(), data, at: createdAt }])
}
