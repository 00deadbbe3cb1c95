import type { ChainLog } from '../chain/read-logs.ts'
import type { AccountEvent } from '../database/account-events.ts'
import type { ClearingEvent } from '../database/clearing-events.ts'
import type { LogAnchor } from '../database/log-anchors.ts'
import type { Movement } from '../database/movements.ts'
import type { PowerEvent } from '../database/power-pauses.ts'
import type { RedemptionEvent } from '../database/redemption-events.ts'
import type { BlockFacts } from './block-facts.ts'
import type { Cause, causesOf } from './causes.ts'
import { LogsContradiction } from './chain-contradiction.ts'

/** The events of PointsRedemption in a block, as rows. */
export function planRedemptionEvents({ number, timestamp, logs }: BlockFacts): RedemptionEvent[] {
  return logs.flatMap((log) => {
    if (log.kind !== 'redeemed' && log.kind !== 'refused' && log.kind !== 'restored') return []
    const { kind, partnerId, account, logIndex, transactionHash } = log
    return [
      {
        blockNumber: number,
        logIndex,
        kind,
        partnerId,
        account,
        nonce: log.kind === 'restored' ? null : log.nonce,
        points: log.kind === 'refused' ? null : log.points,
        reward: log.kind === 'redeemed' ? log.reward : null,
        orderHash: log.kind === 'restored' ? log.orderHash : null,
        reason: log.kind === 'refused' ? log.reason : null,
        transactionHash,
        includedAt: timestamp,
      },
    ]
  })
}

/** The events about whole accounts in a block, as rows. */
export function planAccountEvents({ number, logs }: BlockFacts): AccountEvent[] {
  return logs.flatMap((log) => {
    if (log.kind !== 'account_event') return []
    const { logIndex, event: kind, account, toAccount, readyAt, by, transactionHash } = log
    return [{ blockNumber: number, logIndex, kind, account, toAccount, readyAt, by, transactionHash }]
  })
}

/** The events of Clearing in a block, as rows. */
export function planClearingEvents({ number, timestamp, logs }: BlockFacts): ClearingEvent[] {
  return logs.flatMap((log) => {
    if (log.kind !== 'clearing_event') return []
    const { logIndex, event: kind, month, partnerId, minor, positions, textHash, transactionHash } = log
    const said = { kind, month, partnerId, minor: minor === null ? null : String(minor), positions, textHash }
    return [{ blockNumber: number, logIndex, ...said, transactionHash, includedAt: timestamp }]
  })
}

/** The roots of the archive's log that a block has, as rows. */
export function planLogAnchors({ number, timestamp, logs }: BlockFacts): LogAnchor[] {
  return logs.flatMap((log) => {
    if (log.kind !== 'log_anchored') return []
    const { logIndex, month, size, root, transactionHash } = log
    return [{ blockNumber: number, logIndex, month, size, root, transactionHash, includedAt: timestamp }]
  })
}

/** Pauses of powers in a block, and events of calls that were announced, as rows. */
export function planPowerEvents({ number, timestamp, logs }: BlockFacts): PowerEvent[] {
  return logs.flatMap((log): PowerEvent[] => {
    const { logIndex, transactionHash } = log
    const place = { ...NO_OPERATION, blockNumber: number, logIndex, transactionHash, includedAt: timestamp }
    if (log.kind === 'power') return [{ ...place, kind: log.isPaused ? 'paused' : 'resumed', power: log.power }]
    if (log.kind === 'operation_ended') {
      const { operationId, nonce, isExecuted } = log
      return [{ ...place, kind: isExecuted ? 'executed' : 'cancelled', operationId, nonce }]
    }
    if (log.kind !== 'operation_scheduled') return []
    const { operationId, nonce, readyAt, caller, target, data } = log
    return [{ ...place, kind: 'scheduled', operationId, nonce, readyAt, caller, target, data }]
  })
}

const NO_OPERATION = {
  power: null,
  operationId: null,
  nonce: null,
  readyAt: null,
  caller: null,
  target: null,
  data: null,
}

/** What the orders of each list say that they burned is what the ledger burned for it, one by one. */
export function checkLists(
  { number, logs }: BlockFacts,
  movements: readonly Movement[],
  { causes, lists }: ReturnType<typeof causesOf>,
): void {
  const burnedBy = new Map<number, bigint>()
  for (const { kind, logIndex, points } of movements) {
    if (kind === 'redemption') burnedBy.set(logIndex, (burnedBy.get(logIndex) ?? 0n) - points)
  }
  for (const list of lists) {
    const burned = logs.flatMap((log) => {
      const points = log.kind === 'transfer' && causes.get(log) === list ? burnedBy.get(log.logIndex) : undefined
      return log.kind === 'transfer' && points !== undefined ? [`${points} of ${log.from}`] : []
    })
    const said = list.redeemed.map(({ points, account }) => `${points} of ${account}`)
    if (said.length === burned.length && said.every((each, at) => each === burned[at])) continue
    throw new LogsContradiction(
      `Block ${number}: a list says that it burned ${said.join(', ') || 'nothing'}, but its transfers burn ${burned.join(', ') || 'nothing'}.`,
    )
  }
}

/** Every restoration has its credit. (A credit without a restoration is refused where lots are moved.) */
export function checkRestorations({ number, logs }: BlockFacts, explained: ReadonlySet<Cause>): void {
  for (const log of logs) {
    if (log.kind !== 'restored' || explained.has(log)) continue
    throw new LogsContradiction(`Block ${number}: ${log.points} points of ${log.account} came back without a transfer.`)
  }
}

/** The ledger logs a move of a whole account right behind its transfer. */
export function checkMoves({ number, logs }: BlockFacts): void {
  for (const [at, log] of logs.entries()) {
    if (log.kind !== 'account_event' || log.event !== 'moved') continue
    const before: ChainLog | undefined = logs[at - 1]
    const isExplained =
      before?.kind === 'transfer' &&
      before.transactionHash === log.transactionHash &&
      before.from === log.account &&
      before.to === log.toAccount &&
      before.points === log.points
    if (isExplained) continue
    throw new LogsContradiction(
      `Block ${number}: ${log.account} moved to ${log.toAccount ?? 'nobody'} without a transfer.`,
    )
  }
}
