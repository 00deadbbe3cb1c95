import type { Database } from '../../database/engine/client.ts'
import { isAccountAwaited } from '../../database/account-acts.ts'
import { isAccountClosed } from '../../database/account-events.ts'
import { insertMember, listMembersByAddresses } from '../../database/members.ts'
import { useWalletChallenge } from '../../database/wallet-challenges.ts'
import type { Ids, Randomness } from '../../domain/environment.ts'
import { orRejection, Rejection } from '../../domain/rejection.ts'
import { openSession, type OpenedSession } from './open-session.ts'
import { proveWallet, type ProveWalletDeps } from '../members/prove-wallet.ts'

export interface SignInWalletDeps extends ProveWalletDeps {
  readonly db: Database
  readonly ids: Ids
  readonly randomness: Randomness
}

/** Signs a member in with their own wallet; a wallet that is proved for the first time is enrolled. */
export async function signInWallet(
  deps: SignInWalletDeps,
  proof: { message: string; signature: string },
): Promise<OpenedSession> {
  const proven = await orRejection(() => proveWallet(deps, proof))
  // One answer for every failure: the exact reason would only help attackers.
  if (proven instanceof Rejection) throw new Rejection('sign_in_failed')
  const { address, nonce } = proven
  return deps.db.transaction(async (tx) => {
    const now = deps.clock.now()
    if (!(await useWalletChallenge(tx, nonce, now))) throw new Rejection('sign_in_failed')
    const [known] = await listMembersByAddresses(tx, [address])
    // Points credited to a closed account would reach nobody.
    if (known === undefined && (await isAccountClosed(tx, address))) throw new Rejection('account_closed')
    // A member of its own at that address would leave no room for the account that comes.
    if (known === undefined && (await isAccountAwaited(tx, address))) throw new Rejection('account_moving')
    const member =
      known ??
      (await insertMember(tx, {
        id: deps.ids.next(),
        kind: 'wallet',
        address,
        derivationIndex: null,
        enrolledBy: null,
        createdAt: now,
        frozenAt: null,
        erasedAt: null,
      }))
    return openSession(tx, deps, { memberId: member.id, kind: 'wallet' })
  })
}
