import { randomUUID } from 'node:crypto'

import { generatePrivateKey, privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts'

import type { TestDeps } from './running-api.ts'
import { insertMember } from '../../../../server/database/members.ts'
import { aSession } from './coalition.ts'

/** A member with a wallet of their own, who is signed in. */
export async function aWalletMember(
  deps: TestDeps,
): Promise<{ memberId: string; address: string; session: string; wallet: PrivateKeyAccount }> {
  const wallet = privateKeyToAccount(generatePrivateKey())
  const [memberId, address] = [randomUUID(), wallet.address.toLowerCase()]
  await deps.db.transaction((tx) =>
    insertMember(tx, {
      id: memberId,
      kind: 'wallet',
      address,
      derivationIndex: null,
      enrolledBy: null,
      createdAt: deps.clock.now(),
      frozenAt: null,
      erasedAt: null,
    }),
  )
  return { memberId, address, session: await aSession(deps, memberId), wallet }
}
