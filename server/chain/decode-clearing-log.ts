import { decodeEventLog, type Hash, type Log } from 'viem'

import { clearingAbi } from '../../abis/Clearing.ts'
import type { ClearingEventKind } from '../domain/clearing/clearing-events.ts'

/** An event of Clearing, in our words. What an event does not have is null. */
export interface ClearingLog {
  kind: 'clearing_event'
  event: ClearingEventKind
  /** Months since 1970-01, UTC. */
  month: number | null
  partnerId: number | null
  /** In minor units. */
  minor: bigint | null
  positions: number | null
  textHash: Hash | null
}

type Said = Partial<Omit<ClearingLog, 'kind' | 'event' | 'month'>> & { readonly month?: bigint }

const NOTHING = { partnerId: null, minor: null, positions: null, textHash: null }

/** `Side` of the contract, in the order of its numbers. */
const MARKS = ['marked_by_partner', 'marked_by_operator'] as const

/** Reads a log of Clearing; null for one that says nothing about months or positions. */
export function decodeClearingLog(log: Log): ClearingLog | null {
  const decoded = decodeEventLog({ abi: clearingAbi, data: log.data, topics: log.topics })
  const { eventName, args } = decoded
  switch (eventName) {
    case 'PositionClosed':
      return clearingLog('position_closed', { month: args.month, partnerId: args.id, minor: args.net })
    case 'MonthClosed': {
      const { month, pool: minor, positions } = args
      return clearingLog('month_closed', { month, minor, positions: Number(positions) })
    }
    case 'PaymentMarked': {
      const { month, id: partnerId, side, payment: textHash } = args
      const event = MARKS[side]
      if (event === undefined) throw new Error(`the clearing contract says that the unknown side ${side} marked`)
      return clearingLog(event, { month, partnerId, textHash })
    }
    case 'PositionSettled': {
      const { month, id: partnerId, net: minor, payment: textHash } = args
      return clearingLog('settled', { month, partnerId, minor, textHash })
    }
    case 'PositionDisputed':
      return clearingLog('disputed', { month: args.month, partnerId: args.id, textHash: args.reason })
    case 'DisputeWithdrawn':
      return clearingLog('dispute_withdrawn', { month: args.month, partnerId: args.id })
    case 'DisputeResolved':
      return clearingLog('dispute_resolved', { month: args.month, partnerId: args.id, textHash: args.outcome })
    case 'PartnersExtended':
      return clearingLog('partners_extended', { partnerId: args.last })
    default:
      return null
  }
}

function clearingLog(event: ClearingEventKind, { month, ...said }: Said): ClearingLog {
  return { kind: 'clearing_event', event, ...NOTHING, ...said, month: month === undefined ? null : Number(month) }
}
