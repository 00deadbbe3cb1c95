import { type NoteSigner } from '../chain/note-signer.ts'
import { type PartnerSigner, type LaneSigner } from '../chain/signer.ts'
import { type Chain } from '../chain/client.ts'
import { type Database } from '../database/engine/client.ts'
import { type Lane } from '../database/lanes.ts'
import { type Partner } from '../database/partners.ts'
import { type NoteKey } from '../domain/archive/signed-note.ts'
import { type Clock, type Ids } from '../domain/environment.ts'

/** What the relayer's steps need. Every write goes through `database`, every send through `chain`. */
export interface Relayer {
  database: Database
  chain: Chain
  clock: Clock
  ids: Ids
  /** Gives the signer of a partner's batches, lists and restorations; throws `Transient` while it can not. */
  issuerOf(partner: Partner): Promise<PartnerSigner>
  /** Signs a digest with the hosted key of a card member; only for an order to which the member has consented. */
  signAsMember(derivationIndex: number, digest: string): string
  lanes: readonly RelayerLane[]
  archive: ArchiveTerms
  limits: RelayerLimits
  /** Told about what somebody should know; never decides anything. */
  report(event: RelayerEvent): void
}

/** How the archive's log is signed, and who is asked to cosign it. */
export interface ArchiveTerms {
  /** Names the log; never changed. */
  origin: string
  signer: NoteSigner
  witnesses: readonly ArchiveWitness[]
  /** gzip, off the event loop: a file has up to some hundred thousand bytes. */
  compress(bytes: Uint8Array): Promise<Buffer>
  /** Sends a checkpoint to a witness's `add-checkpoint`; throws `Transient` while it does not answer. */
  postToWitness(url: string, body: string): Promise<{ status: number; text: string }>
}

/** A witness, by its key and by where it answers. */
export interface ArchiveWitness {
  key: NoteKey
  /** The submission prefix. */
  url: string
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
  /** A batch that expires sooner than this is not sent; it is signed again once it has expired. */
  deadlineMarginMs: number
  /** Calls that a lane may have on their way: geth guarantees 16 executable transactions per account. */
  laneWindow: number
  /** Stored bytes are sent again this long after they were sent, until they are included. */
  rebroadcastMs: number
  /** The pause grows with the time that they have waited, up to this. */
  rebroadcastMsMax: number
  /** A lane's lowest open nonce is replaced with higher fees when its newest attempt is this old, however many blocks that are. */
  stuckMs: number
  /** No transaction offers more per gas. Above it nothing is bound and nothing replaced. */
  feeCapWei: bigint
  /** Up to this price per gas a batch waits no longer than `batchAgeMs`; above it, longer in proportion. */
  calmFeeWei: bigint
  /** However high the price is, entries wait no longer than this for their batch. */
  batchWaitMsMax: number
  /** A lane must be able to pay for this many further calls, or nothing more is bound to it. */
  runwayCallsMin: bigint
  /** Orders of one list. */
  listOrdersMax: number
  /** A list is formed when its oldest order is this old. */
  listAgeMs: number
  /** An order that its partner has kept waiting for so long lets later orders of its member go first. */
  countersignMs: number
  /** An order that expires sooner than this is not sent. */
  orderMarginMs: number
  /** So often an order of a hosted key is signed anew because its nonce or its time was over. */
  renewalsMax: number
  /** A freeze or unfreeze of a member is sent when it is this old, and the opposite one that comes before then undoes it. */
  freezeFoldMs: number
  /** The parts of an order that are given back within this time are given back by one transaction. */
  restorationFoldMs: number
  /** Accounts of one sweep: each costs up to 8,300 gas. */
  sweepAccountsMax: number
  /** Accounts that all sweeps of a day (UTC) may have; 0: none is formed. */
  sweepAccountsPerDayMax: number
  /** The head of the archive's log is not signed more often. */
  checkpointMs: number
  /** The first pause before something that did not succeed is tried again; it grows with time, up to the other. */
  retryMs: number
  retryMsMax: number
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
  stuckMs: 6_000,
  feeCapWei: 500_000_000_000n,
  calmFeeWei: 50_000_000_000n,
  batchWaitMsMax: 60_000,
  runwayCallsMin: 3n,
  listOrdersMax: 50,
  listAgeMs: 1_000,
  countersignMs: 5 * 60_000,
  orderMarginMs: 60_000,
  renewalsMax: 3,
  freezeFoldMs: 10_000,
  restorationFoldMs: 10_000,
  sweepAccountsMax: 500,
  sweepAccountsPerDayMax: 10_000,
  checkpointMs: 5_000,
  retryMs: 2_000,
  retryMsMax: 10 * 60_000,
}

/** What the relayer tells about itself. None of it holds personal data or secrets. */
export type RelayerEvent =
  | { name: 'batch_formed'; partnerId: number; batchId: string; entries: number; points: bigint }
  | { name: 'batch_signed' | 'batch_posted' | 'batch_lifted'; partnerId: number; batchId: string }
  | { name: 'batch_parked'; partnerId: number; batchId: string; reason: string }
  | { name: 'partner_quarantined'; partnerId: number; firstEntry: bigint; entries: number; signedBy: string }
  | { name: 'partner_key_changed' | 'partner_gone'; partnerId: number }
  | { name: 'allowance_taken_away' | 'pack_returns_raised'; partnerId: number; points: bigint }
  | { name: 'packs_low'; partnerId: number; leftPoints: bigint }
  | { name: 'entries_renumbered'; partnerId: number; by: bigint }
  | { name: 'batch_renewed' | 'batch_reopened'; partnerId: number; batchId: string }
  | { name: 'batch_waits'; partnerId: number; batchId: string; reason: string }
  | { name: 'call_bound'; callId: string; lane: string; nonce: number }
  | { name: 'call_replaced'; callId: string; lane: string; nonce: number; maxFeePerGas: bigint }
  | { name: 'call_sent' | 'call_included' | 'call_final' | 'call_reopened'; callId: string }
  | { name: 'call_failed' | 'call_waits'; callId: string; reason: string }
  | { name: 'list_formed'; partnerId: number; listId: string; orders: number }
  | { name: 'list_signed'; partnerId: number; listId: string }
  | { name: 'list_done'; partnerId: number; listId: string; burned: number; passedOver: number }
  | { name: 'list_failed'; partnerId: number; listId: string; reason: string }
  | { name: 'list_waits'; partnerId: number; reason: string }
  | { name: 'order_renewed' | 'order_refused'; redemptionId: string; reason: string }
  | { name: 'order_gave_way'; redemptionId: string; reason: string }
  | { name: 'order_waits'; redemptionId: string; reason: string }
  | { name: 'restoration_sent' | 'restoration_done'; restorationId: string }
  | { name: 'restoration_again' | 'restoration_failed' | 'restoration_waits'; restorationId: string; reason: string }
  | { name: 'closing_asked'; callId: string; act: string }
  | { name: 'partner_out_of_reach'; partnerId: number; last: number }
  | { name: 'payment_marked'; callId: string; partnerId: number; month: string }
  | {
      name: 'position_differs'
      partnerId: number
      month: string
      onChain: string | null
      inStatement: string | null
    }
  | { name: 'clearing_act_sent' | 'clearing_act_done'; actId: string; kind: string }
  | { name: 'clearing_act_failed'; actId: string; kind: string; reason: string }
  | { name: 'clearing_act_waits'; actId: string; reason: string }
  | { name: 'archive_published'; partnerId: number; logIndex: bigint; bytes: number }
  | { name: 'checkpoint_signed'; size: bigint }
  | { name: 'checkpoint_cosigned'; size: bigint; witness: string }
  | { name: 'anchor_asked'; callId: string; month: string; size: bigint }
  | { name: 'witness_waits' | 'witness_refuses'; size: bigint; witness: string; reason: string }
  | { name: 'sweep_formed'; callId: string; accounts: number }
  | { name: 'act_done'; actId: string; kind: string }
  | { name: 'act_failed'; actId: string; kind: string; reason: string }
  | { name: 'member_moved'; memberId: string }
  | { name: 'send_refused'; callId: string; lane: string; nonce: number; outcome: string }
  | { name: 'lane_waits'; lane: string; reason: string }
  | { name: 'lane_quarantined'; lane: string; reason: string }
  | { name: 'answer_disbelieved'; callId: string; reason: string }

const ALARMS: readonly RelayerEvent['name'][] = [
  'lane_quarantined',
  'partner_quarantined',
  'position_differs',
  'partner_out_of_reach',
  'witness_refuses',
]

/** Whether somebody must look at it: a key is used by others, a partner posts by itself, or a month is closed otherwise than it was billed. */
export function isAlarm({ name }: RelayerEvent): boolean {
  return ALARMS.includes(name)
}

/** The signer of a lane, if this process has its key. */
export function findLaneSigner(relayer: Relayer, address: string): LaneSigner | null {
  return relayer.lanes.find((lane) => lane.signer.address === address)?.signer ?? null
}
