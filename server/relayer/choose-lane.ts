import { readGasMoney } from '../chain/read-account.ts'
import { countInFlight, findLaneInUse } from '../database/calls.ts'
import { findChainCursor } from '../database/chain-cursor.ts'
import { type Lane, listLanes } from '../database/lanes.ts'
import { type Fees, type FeeSuggestion, largestBatchCostWei } from '../domain/fees.ts'
import { findLaneSigner, type Relayer } from './relayer.ts'

/**
 * The lane for a partner's next batch: the one that its last batch is on while that is not final, so that both keep their
 * order whatever happens; else the idlest. Null while none may take more.
 */
export async function chooseLane(relayer: Relayer, partnerId: number): Promise<Lane | null> {
  const inFlight = await countInFlight(relayer.database)
  const usable = (await listUsableLanes(relayer, 'batches')).filter(
    (lane) => inFlightOn(lane, inFlight) < relayer.limits.laneWindow,
  )
  const used = await findLaneInUse(relayer.database, partnerId)
  const lanes = await listLanes(relayer.database, relayer.chain.chainId, 'batches')
  const isUsedLaneOpen = lanes.some((lane) => lane.address === used && lane.state === 'active')
  // A quarantined lane holds nobody back: the numbering keeps the order on chain in any case.
  if (isUsedLaneOpen) return usable.find((lane) => lane.address === used) ?? null
  return usable.toSorted((a, b) => inFlightOn(a, inFlight) - inFlightOn(b, inFlight))[0] ?? null
}

/** Active lanes whose key this process has. None while the chain is not to be trusted: somebody must look first. */
export async function listUsableLanes(relayer: Relayer, purpose: Lane['purpose']): Promise<Lane[]> {
  const cursor = await findChainCursor(relayer.database, relayer.chain.chainId)
  if (cursor !== null && cursor.haltedReason !== null) return []
  const lanes = await listLanes(relayer.database, relayer.chain.chainId, purpose)
  return lanes.filter((lane) => lane.state === 'active' && findLaneSigner(relayer, lane.address) !== null)
}

/** What may be offered per gas now; null while the chain asks for more than the cap. */
export function capFees(relayer: Relayer, suggestion: FeeSuggestion): Fees | null {
  const cap = relayer.limits.feeCapWei
  if (suggestion.baseFeePerGas + suggestion.maxPriorityFeePerGas > cap) return null
  const maxFeePerGas = suggestion.maxFeePerGas < cap ? suggestion.maxFeePerGas : cap
  return { maxFeePerGas, maxPriorityFeePerGas: suggestion.maxPriorityFeePerGas }
}

/** Whether a lane can pay for all that is on its way and for the named number of further calls, with what the L1 asks for each. */
export async function hasRunway(
  relayer: Relayer,
  lane: Lane,
  { fees, batchDataFeeWei }: { fees: Fees; batchDataFeeWei: bigint },
): Promise<boolean> {
  const wei = await readGasMoney(relayer.chain, lane.address)
  const runway = wei / largestBatchCostWei(fees, batchDataFeeWei)
  const inFlight = inFlightOn(lane, await countInFlight(relayer.database))
  if (runway >= BigInt(inFlight) + relayer.limits.runwayCallsMin) return true
  relayer.report({ name: 'lane_waits', lane: lane.address, reason: `its money lasts for ${runway} batches` })
  return false
}

function inFlightOn(lane: Lane, inFlight: ReadonlyMap<string, number>): number {
  return inFlight.get(lane.address) ?? 0
}
