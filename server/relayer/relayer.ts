import { type BatchSigner, type LaneSigner } from '../chain/signer.ts'
import { type Chain } from '../chain/client.ts'
import { type Database } from '../database/client.ts'
import { type Lane } from '../database/lanes.ts'
import { type Partner } from '../database/partners.ts'
import { type Clock, type Ids } from '../domain/environment.ts'

/** What the relayer's steps need. Every write goes through `database`, every send through `chain`. */
export interface Relayer {
  database: Database
  chain: Chain
  clock: Clock
  ids: Ids
  /** Gives the signer of a partner's batches; throws `Transient` while it can not. */
  issuerOf(partner: Partner): Promise<BatchSigner>
  lanes: readonly RelayerLane[]
  limits: RelayerLimits
  /** Told about what somebody should know; never decides anything. */
  report(event: RelayerEvent): void
}

/** A sending account whose key this process has. */
export interface RelayerLane {
  signer: LaneSigner
  purpose: Lane['purpose']
}

/** Every limit of the relayer, by name. */
export interface RelayerLimits {
  /** A batch closes when its oldest entry is this old and no other batch of the partner waits to be sent. */
  batchAgeMs: number
  /** The same while the partner's batches are parked: nothing is gained by many small ones. */
  parkedBatchAgeMs: number
  /** How long a partner's signature holds. */
  batchLifetimeMs: number
  /** A batch that expires sooner than this is not sent any more, but signed anew once it has expired. */
  deadlineMarginMs: number
  /** Calls that a lane may have on their way: geth guarantees 16 executable transactions per account. */
  laneWindow: number
  /** Stored bytes are sent again this long after they were sent, until they are included. */
  rebroadcastMs: number
  /** The pause grows with the time that they have waited, up to this. */
  rebroadcastMsMax: number
  /** A lane's lowest open nonce is replaced with higher fees when it is this many blocks old. */
  stuckBlocks: bigint
  /** No transaction offers more per gas. Above it nothing is bound and nothing replaced. */
  feeCapWei: bigint
  /** A lane must be able to pay for this many further calls, or nothing more is bound to it. */
  runwayCallsMin: bigint
}

/** Limits for a chain with blocks of about a second. */
export const DEFAULT_RELAYER_LIMITS: RelayerLimits = {
  batchAgeMs: 1_000,
  parkedBatchAgeMs: 30_000,
  batchLifetimeMs: 24 * 60 * 60 * 1000,
  deadlineMarginMs: 10 * 60 * 1000,
  laneWindow: 16,
  rebroadcastMs: 5_000,
  rebroadcastMsMax: 120_000,
  stuckBlocks: 6n,
  feeCapWei: 500_000_000_000n,
  runwayCallsMin: 3n,
}

/** What the relayer tells about itself. None of it holds personal data or secrets. */
export type RelayerEvent =
  | { name: 'batch_formed'; partnerId: number; batchId: string; entries: number; points: bigint }
  | { name: 'batch_signed' | 'batch_posted' | 'batch_lifted'; partnerId: number; batchId: string }
  | { name: 'batch_parked'; partnerId: number; batchId: string; reason: string }
  | { name: 'batch_renewed' | 'batch_reopened'; partnerId: number; batchId: string }
  | { name: 'batch_waits'; partnerId: number; batchId: string; reason: string }
  | { name: 'call_bound'; callId: string; lane: string; nonce: number }
  | { name: 'call_replaced'; callId: string; lane: string; nonce: number; maxFeePerGas: bigint }
  | { name: 'call_included' | 'call_final' | 'call_reopened'; callId: string }
  | { name: 'call_failed'; callId: string; reason: string }
  | { name: 'send_refused'; callId: string; lane: string; nonce: number; outcome: string }
  | { name: 'lane_waits'; lane: string; reason: string }
  | { name: 'lane_quarantined'; lane: string; reason: string }
  | { name: 'answer_disbelieved'; callId: string; reason: string }

/** The signer of a lane, if this process has its key. */
export function findLaneSigner(relayer: Relayer, address: string): LaneSigner | null {
  return relayer.lanes.find((lane) => lane.signer.address === address)?.signer ?? null
}
