import type { Database } from '../../database/engine/client.ts'
import { findPersonPasskey, savePersonPasskey } from '../../database/person-passkeys.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'

/** Removes a passkey of a person, who does not sign in with it any more; sessions that it opened go on. */
export async function removePersonPasskey(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  { personId, passkeyId }: { readonly personId: string; readonly passkeyId: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    const passkey = await findPersonPasskey(tx, passkeyId)
    if (passkey?.personId !== personId) throw new Rejection('passkey_unknown')
    await savePersonPasskey(tx, { ...passkey, removedAt: clock.now() })
  })
}
