import { listConfirmingPasskeys, removePasskeys } from '../../database/passkeys.ts'
import { Rejection } from '../../domain/rejection.ts'
import { type AccountKeyDeps, getLockedMember } from './prove-account-order.ts'

/** Takes a passkey back with which moves could be confirmed. Being signed in is enough: the next move waits again. */
export async function removePasskey(
  { db, clock }: Pick<AccountKeyDeps, 'db' | 'clock'>,
  { memberId, passkeyId }: { memberId: string; passkeyId: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    await getLockedMember(tx, memberId)
    const own = (await listConfirmingPasskeys(tx, memberId)).filter(({ id }) => id === passkeyId)
    if (own.length === 0) throw new Rejection('passkey_unknown')
    await removePasskeys(tx, own, clock.now())
  })
}
