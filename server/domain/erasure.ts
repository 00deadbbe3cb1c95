/** What of a member is still on its way, so that an erasure must wait for it. */
export type OpenMatter =
  'hold' | 'redemption' | 'entry' | 'restoration' | 'move' | 'account_act' | 'recovery' | 'freeze'

/** A session that was opened within so long is its member's, and not somebody's who found the browser. */
export const FRESH_SESSION_MS = 10 * 60_000

/** Who may ask that a member is forgotten. */
export type ErasureAskedBy = 'member' | 'operator'
