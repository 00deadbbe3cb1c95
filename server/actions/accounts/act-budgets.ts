import type { Transaction } from '../../database/engine/client.ts'
import type { Member } from '../../database/members.ts'
import type { BudgetName } from '../../domain/budgets.ts'
import { type BudgetDeps, hasBudget, takeAddressBudget, takeBudget } from '../requests/take-budget.ts'

interface ActBudget {
  readonly budget: BudgetName
  readonly member: Member
  readonly networkAddress: string
  readonly usedMax: number
  /** Whether it leads to a transaction, as far as is known now. */
  readonly isOnLedger: boolean
}

/**
 * Uses the member's own budget for an act; that of the network address, which bounds what many accounts of one person may cost
 * together; and that of the partner that enrolled the member. After the proof that the act needs, so that nobody without it can
 * use up a member's.
 */
export async function takeActBudget(
  tx: Transaction,
  deps: BudgetDeps,
  { budget, member, networkAddress, usedMax, isOnLedger }: ActBudget,
): Promise<void> {
  await takeBudget(tx, deps, { budget, subject: member.id, usedMax })
  await takeAddressBudget(tx, deps, {
    budget: 'account_acts_of_address',
    networkAddress,
    usedMax: deps.budgets.limits.accountActsPerAddressMax,
  })
  const wanted = isOnLedger ? actsOfPartner(deps, member) : null
  if (wanted !== null) await takeBudget(tx, deps, wanted)
}

/** Whether the partner that enrolled a member has budget for one more act on the ledger; uses it. */
export async function hasActBudget(tx: Transaction, deps: BudgetDeps, member: Member): Promise<boolean> {
  const wanted = actsOfPartner(deps, member)
  return wanted === null || hasBudget(tx, deps, wanted)
}

function actsOfPartner({ budgets }: BudgetDeps, { enrolledBy }: Member) {
  if (enrolledBy === null) return null
  const usedMax = budgets.limits.accountActsPerPartnerMax
  return { budget: 'account_acts_of_partner', subject: String(enrolledBy), usedMax } as const
}
