import type { Chain } from '../../chain/client.ts'
import { readHead } from '../../chain/read-head.ts'
import { readTotalSupply } from '../../chain/read-total-supply.ts'
import { findCosignedSize, findLastCheckpoint } from '../../database/archive-checkpoints.ts'
import { countArchive } from '../../database/archive-files.ts'
import { type AuditHead, findAuditHead } from '../../database/audit-entries.ts'
import { countPositionDifferences } from '../../database/clearing-events.ts'
import { findBlock } from '../../database/blocks.ts'
import { findChainCursor, type ChainCursor } from '../../database/chain-cursor.ts'
import type { Reader } from '../../database/engine/client.ts'
import { countEntries, type EntryCounts } from '../../database/ledger-totals.ts'
import { type LogAnchor, listLogAnchors } from '../../database/log-anchors.ts'
import { countRedemptionWork, type RedemptionWork } from '../../database/redemption-totals.ts'
import { findConfirmationLag, type ConfirmationLag } from '../../database/posted-batches.ts'
import { listPausedSince, type PausedPower } from '../../database/power-pauses.ts'
import { countQuarantines, type QuarantineCount } from '../../database/unexplained-batches.ts'
import type { Clock } from '../../domain/environment.ts'
import { type LedgerPace, paceOf } from '../../domain/service-state.ts'
import { chainAnswer } from '../requests/chain-answer.ts'
import { rememberBriefly } from '../requests/remember-briefly.ts'

/** The lag is that of the last hour. */
const LAG_WINDOW_MS = 3_600_000

/** Public facts about the ledger: nothing about any member or partner. */
export interface Status {
  readonly chainId: number
  readonly addresses: Chain['addresses']
  /** What the chain says now; null when no endpoint answers in time. */
  readonly chainNow: { readonly block: bigint; readonly at: Date; readonly totalSupply: bigint } | null
  readonly cursor: ChainCursor | null
  /** When the newest block that is applied was made; null before the first. */
  readonly appliedAt: Date | null
  readonly pace: LedgerPace
  /** When all of this was read. */
  readonly readAt: Date
  readonly entries: EntryCounts
  readonly redemptions: RedemptionWork
  /** Partners of which nothing is posted until the operator has looked. */
  readonly quarantines: QuarantineCount
  /** Positions in Clearing that are not what the partners' statements say. */
  readonly clearingDifferences: number
  /** Powers of the whole ledger that are paused. */
  readonly paused: readonly PausedPower[]
  readonly lag: ConfirmationLag | null
  /** The end of the audit log. */
  readonly auditHead: AuditHead
  readonly archive: ArchiveStatus
}

/** How far receipts are published, and who has cosigned that. */
export interface ArchiveStatus {
  readonly entries: bigint
  readonly checkpoint: { readonly size: bigint; readonly logKey: string } | null
  readonly witnesses: readonly { readonly key: string; readonly cosignedSize: bigint | null }[]
  /** Roots of the log that are on chain, newest first. */
  readonly anchors: readonly LogAnchor[]
}

/** Of a year: older ones are on chain. */
const ANCHORS_MAX = 12

/** What the public facts are read from. */
export interface StatusReadDeps {
  readonly db: Reader
  readonly clock: Clock
  readonly chain: Chain
  /** Keys of the witnesses that are asked. */
  readonly witnesses: readonly string[]
}

/** Reads the public facts: where the contracts are, how far the chain is followed, how much is open. */
export async function readStatus({ db, clock, chain, witnesses }: StatusReadDeps): Promise<Status> {
  const readAt = clock.now()
  const cursor = await findChainCursor(db, chain.chainId)
  const applied = cursor === null ? null : await findBlock(db, cursor.processedNumber)
  const entries = await countEntries(db)
  const paused = await listPausedSince(db)
  const facts = {
    chainId: chain.chainId,
    addresses: chain.addresses,
    readAt,
    cursor,
    appliedAt: applied?.timestamp ?? null,
    entries,
    paused,
    redemptions: await countRedemptionWork(db, clock.now()),
    quarantines: await countQuarantines(db),
    clearingDifferences: await countPositionDifferences(db),
    lag: await findConfirmationLag(db, new Date(clock.now().getTime() - LAG_WINDOW_MS)),
    auditHead: await findAuditHead(db),
    archive: await readArchiveStatus(db, witnesses),
  }
  // Asked last, so that the supply has every entry that is counted as confirmed.
  const chainNow = await readChainNow(chain)
  return { ...facts, chainNow, pace: paceNow({ ...facts, chainNow }, readAt) }
}

function paceNow({ chainNow, cursor, paused, entries }: Omit<Status, 'pace'>, now: Date): LedgerPace {
  return paceOf(
    {
      isChainHeard: chainNow !== null,
      haltedReason: cursor?.haltedReason ?? null,
      doubtReason: cursor?.doubtReason ?? null,
      isIssuingPaused: paused.some(({ power }) => power === 'issuing'),
      oldestOpenAt: entries.oldestOpenAt,
    },
    now,
  )
}

/** `readStatus`, remembered for a moment. */
export function createStatusMemory(deps: StatusReadDeps, ageMs: number): () => Promise<Status> {
  return rememberBriefly({ clock: deps.clock, ageMs }, () => readStatus(deps))
}

async function readArchiveStatus(db: Reader, keys: readonly string[]): Promise<ArchiveStatus> {
  const checkpoint = await findLastCheckpoint(db)
  const witnesses = []
  for (const key of keys) witnesses.push({ key, cosignedSize: await findCosignedSize(db, key) })
  return {
    entries: await countArchive(db),
    checkpoint: checkpoint && { size: checkpoint.size, logKey: checkpoint.logKey },
    witnesses,
    anchors: await listLogAnchors(db, ANCHORS_MAX),
  }
}

async function readChainNow(chain: Chain): Promise<Status['chainNow']> {
  const answers = await chainAnswer(Promise.all([readHead(chain), readTotalSupply(chain)]))
  if (answers === null) return null
  const [{ number: block, timestamp }, totalSupply] = answers
  return { block, at: new Date(Number(timestamp) * 1_000), totalSupply }
}
