/** Powers of the whole ledger that the guardian can pause: giving points, and using, giving back or moving them. */
export const POWERS = ['issuing', 'redeeming'] as const

export type Power = (typeof POWERS)[number]

/** What an operator does to the powers themselves. */
export type PowerAct =
  | { readonly name: 'pause_power' | 'resume_power'; readonly power: Power }
  | { readonly name: 'hold_account' | 'free_account'; readonly account: string }
  | { readonly name: 'cancel_operation'; readonly caller: string; readonly target: string; readonly data: string }

/** What the chain says of a power, or of a call that a delayed role announced. */
export type PowerEventKind = 'paused' | 'resumed' | 'scheduled' | 'executed' | 'cancelled'

/** An announced call that nobody carried out for so long after it was due can be carried out no more (AccessManager). */
export const OPERATION_EXPIRES_MS = 7 * 24 * 60 * 60 * 1_000
