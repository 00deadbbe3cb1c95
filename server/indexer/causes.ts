import type { ChainLog } from '../chain/read-logs.ts'

type Transfer = Extract<ChainLog, { kind: 'transfer' }>
type Posted = Extract<ChainLog, { kind: 'batch_posted' }>
type Restored = Extract<ChainLog, { kind: 'restored' }>

/** A list of orders that was posted, recognised by what became of each: nothing on chain names the list itself. */
export interface PostedList {
  kind: 'list'
  redeemed: Extract<ChainLog, { kind: 'redeemed' }>[]
}

/** An event that explains transfers. */
export type Cause = Posted | PostedList | Restored

const NOBODY = '0x0000000000000000000000000000000000000000'

/**
 * Which event explains each transfer. Issuing and redeeming log their own events after the ledger's, so a transfer
 * belongs to the next `BatchPosted`, `PointsRedeemed` or `RedemptionRefused` of its transaction; restoring logs its own
 * first. Several of them may share a transaction. Transfers that nothing explains are left out: expiry and moves of whole
 * accounts explain themselves.
 */
export function causesOf(logs: readonly ChainLog[]): { causes: Map<Transfer, Cause>; lists: PostedList[] } {
  const causes = new Map<Transfer, Cause>()
  const lists: PostedList[] = []
  let waiting: Transfer[] = []
  let restored: Restored | null = null
  let list: PostedList | null = null
  let transactionHash = ''
  const explain = (cause: Cause): void => {
    for (const transfer of waiting) causes.set(transfer, cause)
    waiting = []
  }
  for (const log of logs) {
    if (log.transactionHash !== transactionHash) [waiting, restored, list] = [[], null, null]
    transactionHash = log.transactionHash
    if (log.kind === 'redeemed' || log.kind === 'refused') {
      if (list === null) lists.push((list = { kind: 'list', redeemed: [] }))
      if (log.kind === 'redeemed') list.redeemed.push(log)
      explain(list)
      continue
    }
    list = null
    if (log.kind === 'restored') restored = log
    if (log.kind === 'batch_posted') explain(log)
    if (log.kind !== 'transfer') continue
    if (restored !== null && isCredit(log, restored)) {
      causes.set(log, restored)
      restored = null
    } else waiting.push(log)
  }
  return { causes, lists }
}

function isCredit({ from, to, points }: Transfer, restored: Restored): boolean {
  return from === NOBODY && to === restored.account && points === restored.points
}
