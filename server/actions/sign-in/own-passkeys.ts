import { verifyPasskeyAccount } from '../../chain/verify-passkey-account.ts'
import type { Reader } from '../../database/engine/client.ts'
import { listPasskeysOfMember, type Passkey } from '../../database/passkeys.ts'

/** The passkeys that are the key of a member's account: not those of an account before or, while it moves, after it. */
export async function listPasskeysOfAccount(
  reader: Reader,
  { memberId, account }: { memberId: string; account: string },
): Promise<Passkey[]> {
  return (await listPasskeysOfMember(reader, memberId)).filter((passkey) => verifyPasskeyAccount(passkey, account))
}
