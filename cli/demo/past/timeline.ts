import type { Parts } from '../../../server/compose-parts.ts'
import { hasOpenWork } from '../../../server/database/open-work.ts'
import { Transient } from '../../../server/domain/rejection.ts'
import { DEFAULT_RELAYER_LIMITS } from '../../../server/relayer/relayer.ts'
import type { ToldTime } from '../../../server/told-time.ts'

/** Lives through a time that is told: the steps of the server's loops are run here, and a block is mined where one is waited for. */
export interface Timeline {
  /** Tells the time to the server and to the chain, unless it is later already. */
  goTo(time: Date): Promise<void>
  /** The next block. */
  mine(): Promise<void>
  /** Blocks enough for all before them to be final. */
  mineUntilFinal(): Promise<void>
  /** One look of each step, and the next block. */
  pass(): Promise<void>
  /** Passes until nothing is left to do and all of it is final. */
  settle(): Promise<void>
  /** What happened up to now survives a power cut. */
  save(): Promise<void>
  /** Brings the chain to the real time. */
  returnTo(present: Date): Promise<void>
}

/** Applies the blocks that were mined: not a change, but where one is seen. */
const FOLLOW = 'follow_chain'
/** Mined and saved here; nothing is old enough to be cleaned up, and the log's head is noted once the loops run. */
const NOT_RUN: ReadonlySet<string> = new Set([FOLLOW, 'mine', 'save_chain_state', 'clean_up', 'note_audit_head'])
/** What months without mishaps are made of. The other steps look where these have found nothing: each look costs milliseconds. */
const OFTEN: ReadonlySet<string> = new Set([
  ...['form_batches', 'sign_batches', 'bind_batches', 'bind_operator_calls', 'form_redemption_lists'],
  ...['sign_redemption_lists', 'send_restorations', 'close_months', 'mark_payments', 'send_clearing_acts'],
  ...['bind_lane_calls', 'send_attempts', 'settle_calls', 'confirm_batches', 'finalise_calls', 'settle_lists'],
  ...['settle_restorations', 'settle_clearing_acts'],
])
/** Deep enough that the block before is final. */
const BLOCKS_UNTIL_FINAL = 9
const PASSES_MAX = 100

/** Opens the timeline of a server whose time is told. */
export function openTimeline(
  { opened, database, config }: Pick<Parts, 'opened' | 'database' | 'config'>,
  told: ToldTime,
): Timeline {
  const { embedded } = opened
  if (embedded === null) throw new Error('only the embedded chain is told the time')
  const now = () => told.clock.now()
  // After so long what was accepted is old enough to be batched, and what is given back is sent.
  const pauseMs = Math.max(config.relayer.batchAgeMs, DEFAULT_RELAYER_LIMITS.restorationFoldMs)
  const follow = told.steps.get(FOLLOW)
  if (follow === undefined) throw new Error('the chain is followed by this process')
  let turn = Promise.resolve()

  const mine = async (blocks: number): Promise<void> => {
    told.tell(new Date(now().getTime() + 1_000))
    await embedded.mine({ blocks, at: now() })
    told.tell(new Date(now().getTime() + (blocks - 1) * 1_000))
  }
  const runSome = async (isRun: (name: string) => boolean): Promise<boolean> => {
    let hasChanged = false
    for (const [name, step] of told.steps) if (isRun(name) && (await step())) hasChanged = true
    return hasChanged
  }
  const runSteps = async (): Promise<boolean> => {
    while (await follow()) continue
    if (await runSome((name) => OFTEN.has(name))) return true
    return runSome((name) => !OFTEN.has(name) && !NOT_RUN.has(name))
  }
  /** Callers side by side take turns, as the steps do not expect to be run twice at once. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = turn.then(work)
    turn = done.catch(() => undefined)
    return done
  }
  const settle = async (): Promise<void> => {
    told.tell(new Date(now().getTime() + pauseMs))
    for (let passes = 0; passes < PASSES_MAX; passes += 1) {
      const hasChanged = await runSteps()
      if (!hasChanged && !(await hasOpenWork(database, config.chain.chainId))) return
      await mine(BLOCKS_UNTIL_FINAL)
    }
    throw new Transient('the past months of the demo did not settle: read server.log', null)
  }
  return {
    goTo: (time) =>
      inTurn(async () => {
        told.tell(time)
        await mine(1)
      }),
    mineUntilFinal: () => inTurn(() => mine(BLOCKS_UNTIL_FINAL)),
    returnTo: (present) =>
      inTurn(async () => {
        told.tell(present)
        await embedded.mine({ blocks: 1, at: now() })
      }),
    mine: () => inTurn(() => mine(1)),
    pass: () =>
      inTurn(async () => {
        told.tell(new Date(now().getTime() + pauseMs))
        await runSteps()
        await mine(BLOCKS_UNTIL_FINAL)
      }),
    settle: () => inTurn(settle),
    save: () => inTurn(() => embedded.saveState()),
  }
}
