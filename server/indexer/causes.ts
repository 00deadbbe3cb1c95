import type { ChainLog } from '../chain/read-logs.ts'

type Transfer = Extract<ChainLog, { kind: 'transfer' }>
type Posted = Extract<ChainLog, { kind: 'batch_posted' }>

/**
 * Which event explains each transfer. A module logs its own event after the ledger's, so a transfer belongs to the next
 * `BatchPosted` of its transaction; several batches may share a transaction. Transfers that nothing follows are left
 * out: expiry and moves of whole accounts explain themselves. (Redemption's events join here when there is a module.)
 */
export function causesOf(logs: readonly ChainLog[]): Map<Transfer, Posted> {
  const causes = new Map<Transfer, Posted>()
  let waiting: Transfer[] = []
  let transactionHash = ''
  for (const log of logs) {
    if (log.transactionHash !== transactionHash) waiting = []
    transactionHash = log.transactionHash
    if (log.kind === 'transfer') waiting.push(log)
    if (log.kind !== 'batch_posted') continue
    for (const transfer of waiting) causes.set(transfer, log)
    waiting = []
  }
  return causes
}
