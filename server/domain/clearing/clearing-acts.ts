import type { RejectionCode } from '../rejection.ts'
import type { Settlement } from './settlement.ts'

/** What is asked for. */
export interface AskedAct {
  readonly kind: 'confirmation' | 'dispute' | 'withdrawal' | 'resolution'
  /** keccak256 of its text; null of a withdrawal. */
  readonly textHash: string | null
}

/** Why Clearing would refuse an act now. */
export type ActRefusal = Extract<
  RejectionCode,
  | 'position_not_closed'
  | 'position_differs'
  | 'position_settled'
  | 'position_disputed'
  | 'position_undisputed'
  | 'dispute_window_passed'
>

/** Whether an act can be carried out, is in effect already, or why it cannot. */
export function judgeAct(
  { kind, textHash }: AskedAct,
  { position, isDifferent, disputeUntil }: Settlement,
  now: Date,
): 'possible' | 'in_effect' | ActRefusal {
  if (position === null) return 'position_not_closed'
  const { state, marks, dispute, minor } = position
  switch (kind) {
    case 'confirmation':
      if (marks.partner === textHash && state !== 'disputed') return 'in_effect'
      if (state !== 'open') return state === 'disputed' ? 'position_disputed' : 'position_settled'
      return isDifferent ? 'position_differs' : 'possible'
    case 'dispute':
      if (state === 'disputed') return dispute?.textHash === textHash ? 'in_effect' : 'position_disputed'
      // Where nothing is due, nobody has confirmed anything: it can be disputed.
      if (state === 'settled' && minor !== 0n) return 'position_settled'
      return disputeUntil !== null && now > disputeUntil ? 'dispute_window_passed' : 'possible'
    case 'withdrawal':
    case 'resolution':
      return state === 'disputed' ? 'possible' : 'position_undisputed'
  }
}
