import type { ChainLog } from '../chain/read-logs.ts'
import type { Movement } from '../database/movements.ts'
import { newestDeadEpoch, takeNewestFirst, takeOldestFirst } from '../domain/lots.ts'
import { LogsContradiction } from './chain-contradiction.ts'

type Transfer = Extract<ChainLog, { kind: 'transfer' }>

/** Points of each account by epoch; empty lots are left out. Changed in place while a block is worked through. */
export type LotsByAccount = Map<string, Map<number, bigint>>

/** One change of one lot. */
export type LotMove = Pick<Movement, 'account' | 'epoch' | 'points' | 'kind'>

interface Moment {
  /** What explains the transfer; null when no event does. */
  cause: 'batch' | 'list' | 'restoration' | null
  /** The epoch that the block is in. */
  epoch: number
  block: bigint
}

const NOBODY = '0x0000000000000000000000000000000000000000'

/**
 * What one Transfer log changed in which lots, by the ledger's own rules: credits go to the block's epoch, an expiry
 * empties the dead lots, a redemption takes the oldest lots first, everything else the newest (a move of a whole account
 * takes them all).
 */
export function moveLots(lots: LotsByAccount, transfer: Transfer, moment: Moment): LotMove[] {
  const { from, to } = transfer
  if (from === NOBODY) return [credit(lots, transfer, moment)]
  if (to === NOBODY) {
    const dead = deadLots(lotsOf(lots, from), moment.epoch)
    if (dead.length > 0) return expire(lots, transfer, dead, moment)
    if (moment.cause === 'list') {
      return take(lots, transfer, moment, takeOldestFirst).map((lot) => leaving(lot, 'redemption'))
    }
    if (moment.cause !== 'batch') throw unexplained(transfer, moment)
    return take(lots, transfer, moment, takeNewestFirst).map((lot) => leaving(lot, 'accrual_reversal'))
  }
  const taken = take(lots, transfer, moment, takeNewestFirst)
  for (const lot of taken) add(lotsOf(lots, to), lot.epoch, lot.points)
  return taken.flatMap((lot) => [leaving(lot, 'account_move'), { ...lot, account: to, kind: 'account_move' }])
}

function leaving(lot: Omit<LotMove, 'kind'>, kind: LotMove['kind']): LotMove {
  return { ...lot, points: -lot.points, kind }
}

function credit(lots: LotsByAccount, transfer: Transfer, moment: Moment): LotMove {
  if (moment.cause !== 'batch' && moment.cause !== 'restoration') throw unexplained(transfer, moment)
  const { to: account, points } = transfer
  add(lotsOf(lots, account), moment.epoch, points)
  return { account, epoch: moment.epoch, points, kind: moment.cause === 'batch' ? 'accrual' : 'redemption_reversal' }
}

/** The ledger logs the death of old lots when it next touches an account, before anything else. */
function expire(lots: LotsByAccount, transfer: Transfer, dead: [number, bigint][], moment: Moment): LotMove[] {
  const { from: account, points } = transfer
  const sum = dead.reduce((total, [, lot]) => total + lot, 0n)
  if (sum !== points) {
    throw new LogsContradiction(
      `Block ${moment.block}: ${points} points of ${account} expired, but ${sum} points were due to expire.`,
    )
  }
  for (const [epoch, lot] of dead) add(lotsOf(lots, account), epoch, -lot)
  return dead.map(([epoch, lot]) => ({ account, epoch, points: -lot, kind: 'expiry' }))
}

function deadLots(lots: Map<number, bigint>, epochNow: number): [number, bigint][] {
  return [...lots].filter(([epoch]) => epoch <= newestDeadEpoch(epochNow)).sort(([a], [b]) => a - b)
}

function take(
  lots: LotsByAccount,
  transfer: Transfer,
  moment: Moment,
  inOrder: typeof takeNewestFirst,
): Omit<LotMove, 'kind'>[] {
  const { from: account } = transfer
  const own = lotsOf(lots, account)
  const { taken, missing } = inOrder(
    [...own].map(([epoch, points]) => ({ epoch, points })),
    transfer.points,
  )
  if (missing > 0n) {
    throw new LogsContradiction(
      `Block ${moment.block}: ${transfer.points} points left ${account}, which had ${transfer.points - missing}.`,
    )
  }
  for (const { epoch, points } of taken) add(own, epoch, -points)
  return taken.map(({ epoch, points }) => ({ account, epoch, points }))
}

function unexplained({ transactionHash, from, to, points }: Transfer, moment: Moment): LogsContradiction {
  return new LogsContradiction(
    `Block ${moment.block}: no event of transaction ${transactionHash} explains that ${points} points went from ${from} to ${to}.`,
  )
}

function lotsOf(lots: LotsByAccount, account: string): Map<number, bigint> {
  const own = lots.get(account) ?? new Map<number, bigint>()
  lots.set(account, own)
  return own
}

function add(lots: Map<number, bigint>, epoch: number, points: bigint): void {
  const left = (lots.get(epoch) ?? 0n) + points
  if (left === 0n) lots.delete(epoch)
  else lots.set(epoch, left)
}
