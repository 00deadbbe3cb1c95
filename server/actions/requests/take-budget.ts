import { useBudget } from '../../database/budget-uses.ts'
import type { Transaction } from '../../database/engine/client.ts'
import { makeKeyedHash } from '../../database/engine/keyed-hash.ts'
import { type BudgetLimits, type BudgetName, secondsToNextDay } from '../../domain/budgets.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { dayOf } from '../../domain/utc-days.ts'

/** What of the operator's gas may be used, and under which name a network address is counted. */
export interface Budgets {
  readonly limits: BudgetLimits
  readonly nameAddress: (networkAddress: string, day: number) => string
}

export interface BudgetDeps {
  readonly clock: Clock
  readonly budgets: Budgets
}

/**
 * Makes the budgets of a server. A network address is kept as a keyed hash that differs from day to day, so that the table tells
 * neither who asked nor that two days had the same asker.
 */
export function createBudgets(limits: BudgetLimits, lookupKey: Uint8Array): Budgets {
  const hash = makeKeyedHash(lookupKey)
  return {
    limits,
    nameAddress: (networkAddress, day) => hash(`network address\n${String(day)}\n${networkAddress}`).toString('hex'),
  }
}

/** A budget of a member or a partner, and how much of it is wanted. */
interface Wanted {
  readonly budget: BudgetName
  readonly subject: string
  readonly usedMax: number
  readonly count?: number
}

/** Uses a budget, in the transaction of what it is for; false when there is none left today. */
export function hasBudget(
  tx: Transaction,
  { clock }: Pick<BudgetDeps, 'clock'>,
  { budget, subject, usedMax, count = 1 }: Wanted,
): Promise<boolean> {
  return useBudget(tx, { budget, subject, day: dayOf(clock.now()) }, { usedMax, count })
}

/** The same, but refuses what there is no budget left for. */
export async function takeBudget(tx: Transaction, deps: Pick<BudgetDeps, 'clock'>, wanted: Wanted): Promise<void> {
  if (!(await hasBudget(tx, deps, wanted))) throw budgetUsedUp(deps.clock.now(), wanted)
}

/** The same of a network address. */
export async function takeAddressBudget(
  tx: Transaction,
  { clock, budgets }: BudgetDeps,
  { budget, networkAddress, usedMax }: { budget: BudgetName; networkAddress: string; usedMax: number },
): Promise<void> {
  const subject = budgets.nameAddress(networkAddress, dayOf(clock.now()))
  await takeBudget(tx, { clock }, { budget, subject, usedMax })
}

/** Uses the budget for one-time codes of a network address; what a partner's till asks for is counted for the partner. */
export async function takeCodeBudget(tx: Transaction, deps: BudgetDeps, networkAddress: string): Promise<void> {
  const usedMax = deps.budgets.limits.codesPerAddressMax
  await takeAddressBudget(tx, deps, { budget: 'codes_of_address', networkAddress, usedMax })
}

/** The refusal of what no budget is left for today, and when there is again. */
function budgetUsedUp(now: Date, { budget, usedMax }: { budget: BudgetName; usedMax: number }): Rejection {
  return new Rejection('budget_used_up', { budget, usedMax, retryAfterSeconds: secondsToNextDay(now) })
}

/** Refuses one more redemption of a member at a partner today, when there were so many; null when there is room. */
export function judgeRedemptions({ budgets }: Pick<BudgetDeps, 'budgets'>, begun: number, now: Date): Rejection | null {
  const usedMax = budgets.limits.redemptionsPerMemberMax
  return begun < usedMax ? null : budgetUsedUp(now, { budget: 'redemptions_of_member', usedMax })
}
