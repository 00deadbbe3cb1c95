import type { Transaction } from '../../database/engine/client.ts'
import type { BudgetName } from '../../domain/budgets.ts'
import { type BudgetDeps, takeAddressBudget, takeBudget } from '../requests/take-budget.ts'

/**
 * Uses the member's own budget for an act, and that of the network address, which bounds what many accounts of one person may cost
 * together. After the proof that the act needs, so that nobody without it can use up a member's.
 */
export async function takeActBudget(
  tx: Transaction,
  deps: BudgetDeps,
  { budget, memberId, networkAddress, usedMax }: ActBudget,
): Promise<void> {
  await takeBudget(tx, deps, { budget, subject: memberId, usedMax })
  await takeAddressBudget(tx, deps, {
    budget: 'account_acts_of_address',
    networkAddress,
    usedMax: deps.budgets.limits.accountActsPerAddressMax,
  })
}

interface ActBudget {
  readonly budget: BudgetName
  readonly memberId: string
  readonly networkAddress: string
  readonly usedMax: number
}
