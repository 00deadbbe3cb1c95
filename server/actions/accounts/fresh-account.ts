import { isAccountAwaited } from '../../database/account-acts.ts'
import { isAccountUsed } from '../../database/account-events.ts'
import type { Reader } from '../../database/engine/client.ts'
import { isAddressTaken } from '../../database/members.ts'
import { Rejection } from '../../domain/rejection.ts'

/** Refuses an address to which no account can move: one that held points, a member's, or one that another account goes to. */
export async function checkFreshAccount(reader: Reader, account: string): Promise<void> {
  const isTaken =
    (await isAccountUsed(reader, account)) ||
    (await isAddressTaken(reader, account)) ||
    (await isAccountAwaited(reader, account))
  if (isTaken) throw new Rejection('account_used')
}
