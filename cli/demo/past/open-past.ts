import { join } from 'node:path'

import { findDeployment } from '../../../server/chain/deployment-record.ts'
import { priceDelayMs } from '../../../server/chain/set-prices-call.ts'
import type { Config } from '../../../server/config/config.ts'
import type { Clock } from '../../../server/domain/environment.ts'
import { makeToldTime, type ToldTime } from '../../../server/told-time.ts'
import { DEMO_BRANDS } from '../coalition.ts'
import { beginDemo, type DemoState, readDemoState, writeDemoState } from '../demo-state.ts'
import { firstPastMonth, type PastPlan, planPast } from './past-plan.ts'

/**
 * The time at which the sample coalition begins or goes on: months ago, where its chain is made here and now and can be told the time.
 * Null where there is no past to live through, or where it is over.
 */
export function openPast(config: Config, real: Clock): ToldTime | null {
  if (config.chain.rpcUrls.length > 0) return null
  const { past } = readDemoState(config.dataFolder) ?? beginPast(config, real.now()) ?? { past: null }
  if (past === null || past.isOver) return null
  return makeToldTime(new Date(past.time), real)
}

/** What happens in the past of a data folder's demo. */
export function planPastOf({ seed }: Pick<DemoState, 'seed'>, firstMonth: number): PastPlan {
  return planPast({ seed, firstMonth, brands: DEMO_BRANDS.length, priceDelayMs: priceDelayMs() })
}

/** Written down before the chain is made, so that a start that is killed can go on. */
function beginPast(config: Config, now: Date): DemoState | null {
  const { dataFolder, chain, fourEyes } = config
  // A chain that is there has its own past; and prices that a second person must approve would never be set.
  const isPossible = findDeployment(join(dataFolder, 'deployments'), chain.chainId) === null
  if (!isPossible || fourEyes.powers.includes('prices')) return null
  const begun = beginDemo(now)
  const firstMonth = firstPastMonth(now)
  const { foundedAt } = planPastOf(begun, firstMonth)
  const state = { ...begun, past: { firstMonth, time: foundedAt.toISOString(), isOver: false } }
  writeDemoState(dataFolder, state)
  return state
}
