import { findBlock } from '../../database/blocks.ts'
import { findChainCursor } from '../../database/chain-cursor.ts'
import type { Reader } from '../../database/engine/client.ts'
import { listBrandNames, listFlows } from '../../database/flows.ts'
import { CLOSING_GRACE_MS } from '../../domain/clearing/settlement.ts'
import type { Clock } from '../../domain/environment.ts'
import { hideSmallFlows, type ShownFlow } from '../../domain/figures/flows.ts'
import { Rejection } from '../../domain/rejection.ts'
import { monthOf, monthSpan, monthText } from '../../domain/utc-days.ts'

/** So many months are remembered: a year, and room for whoever looks further back. */
const MONTHS_KEPT_MAX = 24

/** What was redeemed in a month, by where its members earn: what is too small is hidden. */
export interface MonthFlows {
  readonly month: number
  readonly brands: readonly { readonly partnerId: number; readonly name: string }[]
  readonly flows: readonly ShownFlow[]
}

/** The flows of a month that is over. */
export type ReadMonthFlows = (month: number) => Promise<MonthFlows>

interface FlowDeps {
  readonly db: Reader
  readonly clock: Clock
  readonly ledger: { readonly chainId: number }
}

/** Reads flows of months that are over and final, and remembers them: they do not change any more, and take long to read. */
export function createFlowMemory(deps: FlowDeps): ReadMonthFlows {
  const months = new Map<number, Promise<MonthFlows>>()
  return async (month) => {
    await checkMonth(deps, month)
    const known = months.get(month)
    if (known !== undefined) return known
    const read = readMonth(deps.db, month)
    months.set(month, read)
    read.catch(() => months.delete(month))
    for (const oldest of months.keys()) if (months.size > MONTHS_KEPT_MAX) months.delete(oldest)
    return read
  }
}

/** The last month whose flows may be asked for. */
export function lastFlowMonth(now: Date): number {
  return monthOf(new Date(now.getTime() - CLOSING_GRACE_MS)) - 1
}

/** Only whole months that are over: from the difference of two times that overlap, a group could be told that is too small. */
async function checkMonth({ db, clock, ledger }: FlowDeps, month: number): Promise<void> {
  const { until } = monthSpan(month)
  if (month > lastFlowMonth(clock.now()))
    throw new Rejection('month_not_over', {
      month: monthText(month),
      closesAt: new Date(until.getTime() + CLOSING_GRACE_MS).toISOString(),
    })
  const cursor = await findChainCursor(db, ledger.chainId)
  const final = cursor === null ? null : await findBlock(db, cursor.finalizedNumber)
  if (final === null || final.timestamp < until) throw new Rejection('month_not_final', { month: monthText(month) })
}

async function readMonth(db: Reader, month: number): Promise<MonthFlows> {
  const brands = await listBrandNames(db)
  const flows = await listFlows(db, monthSpan(month))
  const ids = brands.map(({ partnerId }) => partnerId)
  return { month, brands, flows: hideSmallFlows(flows, ids) }
}
