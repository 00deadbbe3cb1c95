import type { Chain } from '../../chain/client.ts'
import { readPartner, type PartnerOnChain } from '../../chain/read-partner.ts'
import { findChainCursor } from '../../database/chain-cursor.ts'
import { sumAllowanceGiven } from '../../database/partner-events.ts'
import { countOpenWork, type OpenWork } from '../../database/departures.ts'
import type { Reader } from '../../database/engine/client.ts'
import type { Clock } from '../../domain/environment.ts'
import { chainAnswer } from '../requests/chain-answer.ts'

/** How a partner stands with the ledger. */
export interface Standing {
  readonly onChain: PartnerOnChain | null
  /** Ever given, less what was taken back, by the events that were followed. */
  readonly allowanceGiven: bigint
  readonly open: OpenWork
}

/** Reads what a partner may still issue, and what of it is on the way to the ledger. */
export async function readStanding(
  { db, chain, clock }: { db: Reader; chain: Chain; clock: Clock },
  partnerId: number,
): Promise<Standing> {
  const onChain = await chainAnswer(readPartner(chain, partnerId))
  const finalizedNumber = (await findChainCursor(db, chain.chainId))?.finalizedNumber ?? -1n
  const allowanceGiven = await sumAllowanceGiven(db, partnerId)
  return { onChain, allowanceGiven, open: await countOpenWork(db, { partnerId, now: clock.now(), finalizedNumber }) }
}
