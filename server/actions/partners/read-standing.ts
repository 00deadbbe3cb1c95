import type { Chain } from '../../chain/client.ts'
import { readPartner, type PartnerOnChain } from '../../chain/read-partner.ts'
import { findChainCursor } from '../../database/chain-cursor.ts'
import { countOpenWork, type OpenWork } from '../../database/departures.ts'
import type { Reader } from '../../database/engine/client.ts'
import type { Clock } from '../../domain/environment.ts'
import { chainAnswer } from '../requests/chain-answer.ts'

/** Reads what a partner may still issue, and what of it is on the way to the ledger. */
export async function readStanding(
  { db, chain, clock }: { db: Reader; chain: Chain; clock: Clock },
  partnerId: number,
): Promise<{ readonly onChain: PartnerOnChain | null; readonly open: OpenWork }> {
  const onChain = await chainAnswer(readPartner(chain, partnerId))
  const finalizedNumber = (await findChainCursor(db, chain.chainId))?.finalizedNumber ?? -1n
  return { onChain, open: await countOpenWork(db, { partnerId, now: clock.now(), finalizedNumber }) }
}
