import type { Random } from './random.ts'

/** Probability of each fault at each opportunity. */
export const FAULTS = {
  crash_before_commit: 0.008,
  crash_after_commit: 0.008,
  commit_refused: 0.008,
  commit_answer_lost: 0.008,
  crash_before_send: 0.03,
  crash_after_send: 0.03,
  send_lost: 0.05,
  send_answer_lost: 0.05,
  rpc_error: 0.015,
  rpc_answer_lost: 0.01,
  rpc_lagging_head: 0.02,
  rpc_hidden_logs: 0.06,
  crash_between_steps: 0.02,
  process_stalled: 0.004,
  reorg: 0.06,
  lost_tip: 0.05,
  mempool_dropped: 0.05,
  fee_spike: 0.03,
  clock_jump: 0.03,
} as const

export type FaultName = keyof typeof FAULTS

/** Draws faults and counts those that it injected. */
export interface Faults {
  strikes(name: FaultName): boolean
  /** Something else that a run must have met, or a number of such things. */
  note(name: string, times?: number): void
  stop(): void
  readonly counts: ReadonlyMap<string, number>
}

/** Faults as a seed decides them. */
export function makeFaults(random: Random): Faults {
  const counts = new Map<string, number>()
  let isActive = true
  const note = (name: string, times = 1): void => void counts.set(name, (counts.get(name) ?? 0) + times)
  return {
    strikes(name) {
      if (!isActive || !random.happens(FAULTS[name])) return false
      note(name)
      return true
    },
    note,
    stop: () => void (isActive = false),
    counts,
  }
}
