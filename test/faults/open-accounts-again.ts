import { readNonce } from '../../server/chain/read-account.ts'
import type { Lab } from './lab.ts'

const GWEI = 10n ** 9n

/** What the operator does once it is clear who used an account: fills the nonces that nobody used, and opens it again. */
export async function openAccountsAgain({ platform, anvil, ask, mine }: Lab): Promise<void> {
  const { database, relayer, lanes } = platform
  for (const lane of await database.lane.findMany({ where: { state: 'quarantined' } })) {
    const signer = lanes.find(({ address }) => address === lane.address)!
    await anvil.dropPending()
    for (let nonce = await readNonce(relayer.chain, lane.address); nonce < lane.nextNonce; nonce++)
      await ask('eth_sendRawTransaction', await transferOf(signer, nonce))
    await mine(1)
    const nextNonce = await readNonce(relayer.chain, lane.address)
    await database.lane.update({ where: { address: lane.address }, data: { state: 'active', reason: null, nextNonce } })
  }
}

/** A transaction that does nothing, and uses a nonce. */
export function transferOf(signer: Lab['platform']['lanes'][number], nonce: number): Promise<string> {
  return signer.signTransaction({
    chainId: 31_337,
    nonce,
    to: signer.address,
    data: '0x',
    gas: 21_000n,
    accessList: [],
    maxFeePerGas: 1_000n * GWEI,
    maxPriorityFeePerGas: 100n * GWEI,
  })
}
