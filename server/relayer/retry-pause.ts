import { type Relayer } from './relayer.ts'

/**
 * Whether something that has not succeeded `since` may be tried again after it was tried `last`: the pause grows with the
 * time that it has taken, so that what cannot succeed costs less and less. Nothing but the tables need be remembered.
 */
export function isRetryDue(
  { clock, limits }: Pick<Relayer, 'clock' | 'limits'>,
  { since, last }: { since: Date; last: Date | null },
): boolean {
  if (last === null) return true
  const waitedMs = (last.getTime() - since.getTime()) / 2
  const pauseMs = Math.min(Math.max(waitedMs, limits.retryMs), limits.retryMsMax)
  return clock.now().getTime() - last.getTime() >= pauseMs
}
