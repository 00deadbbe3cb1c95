import { assert } from '../assert.ts'
import { DAY_MS } from '../utc-days.ts'
import type { ClearingEventKind } from './clearing-events.ts'

/** A month is closed so long after its end at the earliest: late batches and the chain's finality have arrived by then. */
export const CLOSING_GRACE_MS = 2 * DAY_MS

/** So long after its month was closed on chain a partner can dispute its position: as Clearing is deployed. */
export const DISPUTE_WINDOW_MS = 14 * DAY_MS

/** An event about one position. */
export interface PositionEvent {
  readonly kind: ClearingEventKind
  readonly minor: string | null
  readonly textHash: string | null
  readonly includedAt: Date
}

/** A partner's month as Clearing has it. */
export interface Position {
  readonly state: 'open' | 'disputed' | 'settled'
  /** From the partner's side, in minor units, without fee and VAT. */
  readonly minor: bigint
  /** keccak256 of the reference of the payment that each side marked last. */
  readonly marks: { readonly partner: string | null; readonly operator: string | null }
  /** Since when, and keccak256 of why; null unless it is disputed. */
  readonly dispute: { readonly since: Date; readonly textHash: string } | null
  /** Acts of the partner so far: the number that the next one must carry. */
  readonly sequence: number
}

/** How far the settlement of a statement is. */
export interface Settlement {
  /**
   * `not_on_chain` until Clearing closed the month for the partner; `open`: nobody marked it; `marked`: one side did, or both
   * did and named other payments; `nothing`: no points were counted, so Clearing has no position.
   */
  readonly state: 'not_on_chain' | 'open' | 'marked' | 'disputed' | 'settled' | 'nothing'
  readonly position: Position | null
  /** Whether Clearing says another net than the statement, or has closed the month without this position. */
  readonly isDifferent: boolean
  /** Until when the partner can dispute it; null before the whole month is closed. */
  readonly disputeUntil: Date | null
}

/** What became of a position, by its events in the order of the chain; null where it was not closed. */
export function positionOf(events: readonly PositionEvent[]): Position | null {
  return events.reduce<Position | null>(applyEvent, null)
}

function applyEvent(before: Position | null, { kind, minor, textHash, includedAt }: PositionEvent): Position | null {
  if (kind === 'position_closed') {
    const net = BigInt(minor ?? 0)
    const marks = { partner: null, operator: null }
    return { state: unpaid(net), minor: net, marks, dispute: null, sequence: 0 }
  }
  assert(before !== null, `a position is closed before it is ${kind}`)
  const { marks, sequence } = before
  switch (kind) {
    case 'marked_by_operator':
      return { ...before, marks: { ...marks, operator: textHash } }
    case 'marked_by_partner':
      return { ...before, marks: { ...marks, partner: textHash }, sequence: sequence + 1 }
    case 'settled':
      return { ...before, state: 'settled' }
    case 'disputed':
      return {
        ...before,
        state: 'disputed',
        dispute: { since: includedAt, textHash: textHash ?? '' },
        sequence: sequence + 1,
      }
    case 'dispute_withdrawn':
      return { ...before, state: unpaid(before.minor), dispute: null, sequence: sequence + 1 }
    case 'dispute_resolved':
      return { ...before, state: unpaid(before.minor), dispute: null }
    default:
      return before
  }
}

/** Where there is nothing to pay, nobody has to confirm it. */
function unpaid(minor: bigint): Position['state'] {
  return minor === 0n ? 'settled' : 'open'
}

/** How far the settlement of a statement is, which says that its position comes to `positionMinor` (null: that there is none). */
export function settlementOf(
  positionMinor: bigint | null,
  { position, monthClosedAt }: { position: Position | null; monthClosedAt: Date | null },
): Settlement {
  const isDifferent =
    position === null ? positionMinor !== null && monthClosedAt !== null : position.minor !== positionMinor
  const disputeUntil =
    monthClosedAt === null || position === null ? null : new Date(monthClosedAt.getTime() + DISPUTE_WINDOW_MS)
  return { state: stateOf(positionMinor, position), position, isDifferent, disputeUntil }
}

function stateOf(positionMinor: bigint | null, position: Position | null): Settlement['state'] {
  if (position === null) return positionMinor === null ? 'nothing' : 'not_on_chain'
  if (position.state !== 'open') return position.state
  return position.marks.partner === null && position.marks.operator === null ? 'open' : 'marked'
}
