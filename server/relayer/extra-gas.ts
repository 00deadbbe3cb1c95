import { type Call } from '../database/calls.ts'
import { countWalletOrders } from '../database/redemption-lists.ts'
import { type Relayer } from './relayer.ts'

/**
 * A day, an epoch or a reorg between estimate and inclusion can make words new that were not: the first list of a day
 * costs 17,100 more, an account that a reorg emptied as much again. What is not used is not paid.
 */
const NEW_SLOTS_GAS = 60_000n

/**
 * What a contract wallet may burn when it is asked, and what must be left for the contract to ask at all (MemberKey). It
 * can answer cheaply while the gas is estimated and dearly on chain; too low a limit would revert the whole list.
 */
const WALLET_GAS_MAX = 125_000n

/**
 * A call that is bound behind another one was estimated before that one happened: to pause what is still paused writes nothing, and
 * costs more once it was resumed. What is not used is not paid.
 */
const CHANGED_SLOTS_GAS = 30_000n

/** Gas for what may be different by the time a call is included, beside the margin of every estimate. */
export async function readExtraGas({ database }: Relayer, { id, kind }: Pick<Call, 'id' | 'kind'>): Promise<bigint> {
  if (kind === 'batch') return 0n
  if (kind === 'operator') return CHANGED_SLOTS_GAS
  const wallets = BigInt(await countWalletOrders(database, id))
  return NEW_SLOTS_GAS + wallets * WALLET_GAS_MAX
}
