import { readNonce } from '../chain/read-account.ts'
import { insertLane, listLanes, lockLane, saveLane } from '../database/lanes.ts'
import { findForgottenBatch } from '../database/posted-batches.ts'
import { StartRefused } from '../domain/start-refused.ts'
import { type Relayer, type RelayerLane } from './relayer.ts'

/**
 * Compares the database with the chain before anything is sent. One that does not know what this server has posted is an old
 * backup: it is refused. What partners posted themselves is adopted, and what the chain has lost is sent again.
 */
export async function reconcileWithChain(relayer: Relayer): Promise<void> {
  const forgotten = await findForgottenBatch(relayer.database)
  if (forgotten !== null) {
    throw new StartRefused(
      'database_older_than_chain',
      `This server has posted the batch of partner ${forgotten.partnerId} at entry ${forgotten.firstEntry}, which this database never ` +
        'formed: it is older than the chain. Restore a newer backup of the database.',
    )
  }
  for (const lane of relayer.lanes) await reconcileLane(relayer, lane)
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
