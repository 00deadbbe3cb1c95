import type { ChainLog } from '../chain/read-logs.ts'
import type { Movement } from '../database/movements.ts'
import type { PostedBatch } from '../database/posted-batches.ts'
import type { BlockRows } from '../database/projections.ts'
import type { BlockFacts } from './block-facts.ts'
import { type Cause, causesOf } from './causes.ts'
import { LogsContradiction } from './chain-contradiction.ts'
import { moveLots } from './move-lots.ts'
import {
  checkLists,
  checkMoves,
  checkRestorations,
  planAccountEvents,
  planClearingEvents,
  planLogAnchors,
  planPowerEvents,
  planRedemptionEvents,
} from './plan-events.ts'

type Posted = Extract<ChainLog, { kind: 'batch_posted' }>

/** Turns the logs of a block into rows, or throws a `LogsContradiction`: nothing that does not add up is ever applied. */
export function planBlock(facts: BlockFacts): BlockRows {
  const { movements, sums } = planMovements(facts)
  checkMoves(facts)
  return {
    posted_batch: planPostedBatches(facts, sums),
    movement: movements,
    shortfall: facts.logs.flatMap((log) => {
      if (log.kind !== 'shortfall') return []
      const { logIndex, transactionHash, partnerId, account, points } = log
      return [{ blockNumber: facts.number, logIndex, transactionHash, partnerId, account, points }]
    }),
    partner_event: facts.logs.flatMap((log) => {
      if (log.kind !== 'partner_event') return []
      const { logIndex, transactionHash, partnerId, event, data } = log
      return [{ blockNumber: facts.number, logIndex, transactionHash, partnerId, kind: event, data }]
    }),
    redemption_event: planRedemptionEvents(facts),
    account_event: planAccountEvents(facts),
    power_event: planPowerEvents(facts),
    clearing_event: planClearingEvents(facts),
    log_anchor: planLogAnchors(facts),
  }
}

interface BatchSums {
  credited: bigint
  debited: bigint
}

const CAUSE_NAMES = { batch_posted: 'batch', list: 'list', restored: 'restoration' } as const

function planMovements(facts: BlockFacts): { movements: Movement[]; sums: Map<Posted, BatchSums> } {
  const movements: Movement[] = []
  const sums = new Map<Posted, BatchSums>()
  const { causes, lists } = causesOf(facts.logs)
  for (const log of facts.logs) {
    if (log.kind === 'batch_posted') sums.set(log, sums.get(log) ?? { credited: 0n, debited: 0n })
    if (log.kind !== 'transfer' || log.points === 0n) continue
    const cause = causes.get(log) ?? null
    const moment = { cause: cause && CAUSE_NAMES[cause.kind], epoch: facts.epoch, block: facts.number }
    const { logIndex, transactionHash } = log
    for (const moved of moveLots(facts.lots, log, moment)) {
      movements.push({ blockNumber: facts.number, logIndex, transactionHash, ...moved })
      if (cause?.kind === 'batch_posted') addToSums(sums, cause, moved)
    }
  }
  checkLists(facts, movements, { causes, lists })
  checkRestorations(facts, new Set<Cause>(causes.values()))
  return { movements, sums }
}

function addToSums(sums: Map<Posted, BatchSums>, batch: Posted, { kind, points }: Pick<Movement, 'kind' | 'points'>) {
  const sum = sums.get(batch) ?? { credited: 0n, debited: 0n }
  if (kind === 'accrual') sum.credited += points
  if (kind === 'accrual_reversal') sum.debited -= points
  sums.set(batch, sum)
}

function planPostedBatches(facts: BlockFacts, sums: ReadonlyMap<Posted, BatchSums>): PostedBatch[] {
  const next = new Map(facts.nextEntryApplied)
  const rows: PostedBatch[] = []
  for (const log of facts.logs) {
    if (log.kind !== 'batch_posted') continue
    checkBatch(log, next.get(log.partnerId) ?? 1n, sums.get(log), facts.number)
    next.set(log.partnerId, log.firstEntry + BigInt(log.entryCount))
    rows.push(postedBatchRow(log, facts))
  }
  checkContractState(facts, next)
  return rows
}

function postedBatchRow(log: Posted, facts: BlockFacts): PostedBatch {
  const receipt = facts.receipts.get(log.transactionHash)
  if (receipt === undefined) {
    throw new LogsContradiction(`Transaction ${log.transactionHash} of block ${facts.number} has no receipt.`)
  }
  const { partnerId, firstEntry, entryCount, receiptsRoot, batchHash, credited, debited, logIndex, transactionHash } =
    log
  return {
    partnerId,
    firstEntry,
    entryCount,
    receiptsRoot,
    batchHash,
    credited,
    debited,
    logIndex,
    transactionHash,
    ...receipt,
    blockNumber: facts.number,
    blockHash: facts.hash,
    includedAt: facts.timestamp,
    seenAt: facts.seenAt,
  }
}

/** A gap means that a log was kept from us, and sums that differ that one was invented: either way, read again. */
function checkBatch(log: Posted, expected: bigint, sum: BatchSums | undefined, block: bigint): void {
  const where = `Block ${block}, partner ${log.partnerId}`
  if (log.firstEntry !== expected) {
    throw new LogsContradiction(`${where}: a batch begins with entry ${log.firstEntry}, but ${expected} is next.`)
  }
  if (sum?.credited !== log.credited || sum.debited !== log.debited) {
    throw new LogsContradiction(
      `${where}: the batch at entry ${log.firstEntry} says that it credited ${log.credited} and debited ${log.debited}, ` +
        `but its transfers add up to ${sum?.credited ?? 0n} and ${sum?.debited ?? 0n}.`,
    )
  }
}

/** A batch counts as posted only when the contract's own state, read in the same block, says so as well. */
function checkContractState(facts: BlockFacts, next: ReadonlyMap<number, bigint>): void {
  for (const [partnerId, onChain] of facts.nextEntryOnChain) {
    const applied = next.get(partnerId) ?? 1n
    if (onChain === applied) continue
    throw new LogsContradiction(
      `Block ${facts.number}: the logs end partner ${partnerId} before entry ${applied}, the contract expects ${onChain}.`,
    )
  }
}
