import { readNonce } from '../chain/read-account.ts'
import { readPartner } from '../chain/read-partner.ts'
import { insertLane, listLanes, lockLane, saveLane } from '../database/lanes.ts'
import { listPartners } from '../database/partners.ts'
import { StartRefused } from '../domain/start-refused.ts'
import { type Relayer, type RelayerLane } from './relayer.ts'

const PARTNERS_AT_ONCE_MAX = 100

/**
 * Compares the database with the chain before anything is sent. A database that knows less than the chain (an old backup)
 * would number entries again: it is refused. What the chain has lost is not compared here: it is sent again.
 */
export async function reconcileWithChain(relayer: Relayer): Promise<void> {
  await refuseForgottenEntries(relayer)
  for (const lane of relayer.lanes) await reconcileLane(relayer, lane)
}

async function refuseForgottenEntries(relayer: Relayer): Promise<void> {
  for (let after = 0; ;) {
    const partners = await listPartners(relayer.database, { after, rowsMax: PARTNERS_AT_ONCE_MAX })
    for (const partner of partners) {
      after = partner.id
      const { nextEntry } = await readPartner(relayer.chain, partner.id)
      if (nextEntry <= partner.nextEntryNumber) continue
      throw new StartRefused(
        'database_older_than_chain',
        `The chain has entries of partner ${partner.id} up to ${nextEntry - 1n}, but this database has given numbers only ` +
          `up to ${partner.nextEntryNumber - 1n}: it is older than the chain. Restore a newer backup of the database.`,
      )
    }
    if (partners.length < PARTNERS_AT_ONCE_MAX) return
  }
}

/** A lane begins with the nonce that its account has. Later its account must not be used by anybody else. */
async function reconcileLane(relayer: Relayer, { signer, purpose }: RelayerLane): Promise<void> {
  const { database, chain } = relayer
  const address = signer.address
  const used = await readNonce(chain, address)
  const known = (await listLanes(database, chain.chainId, purpose)).find((lane) => lane.address === address)
  if (known !== undefined && known.nextNonce >= used) return
  const fresh = { address, chainId: chain.chainId, purpose, nextNonce: used, state: 'active', reason: null } as const
  const reason = `its nonce is ${used} on the chain, but ${known?.nextNonce} here: somebody else uses its key`
  const isQuarantined = await database.transaction(async (tx) => {
    if (known === undefined && (await insertLane(tx, fresh))) return false
    const locked = await lockLane(tx, address)
    if (locked.nextNonce >= used) return false
    // The operator's own account may be used by the operator; a lane for batches by nobody.
    const isForeign = purpose === 'batches'
    await saveLane(tx, isForeign ? { ...locked, state: 'quarantined', reason } : { ...locked, nextNonce: used })
    return isForeign
  })
  if (isQuarantined) relayer.report({ name: 'lane_quarantined', lane: address, reason })
}
