import type { BudgetName } from '../domain/budgets.ts'
import type { Narrow } from './engine/row.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { BudgetUseModel } from './generated/models.ts'

/** How much of a budget somebody has used on a day. */
export type BudgetUse = Narrow<BudgetUseModel, { budget: BudgetName }>

declare module './engine/tables.ts' {
  interface Rows {
    budget_use: BudgetUse
  }
}

const PARTNERS_MAX = 10_000

/** Whose budget of which day. */
export type BudgetOf = Pick<BudgetUse, 'budget' | 'subject' | 'day'>

/**
 * Uses a budget, in the transaction of what it is for, so that what is refused in the end uses nothing. False when it has no
 * room; of two that take the last of it at once, in whichever processes, one gets it.
 */
export async function useBudget(
  tx: Transaction,
  { budget, subject, day }: BudgetOf,
  { usedMax, count }: { usedMax: number; count: number },
): Promise<boolean> {
  const rows = await tx.$queryRaw<{ used: number }[]>`
    insert into budget_use (budget, subject, day, used)
    select ${budget}, ${subject}, ${day}::int, ${count}::int where ${count}::int <= ${usedMax}::int
    on conflict (budget, subject, day) do update set used = budget_use.used + excluded.used
      where budget_use.used + excluded.used <= ${usedMax}::int
    returning used`
  return rows.length === 1
}

/** What partners have used of their budgets on a day. */
export async function listPartnersBudgetUses(reader: Reader, day: number): Promise<BudgetUse[]> {
  return (await reader.budgetUse.findMany({
    where: { day, budget: { endsWith: '_of_partner' } },
    orderBy: [{ budget: 'asc' }, { subject: 'asc' }],
    take: PARTNERS_MAX,
  })) as BudgetUse[]
}

/** What all together have used of a budget on a day. */
export interface BudgetSum {
  readonly budget: BudgetName
  readonly subjects: number
  readonly used: number
  readonly most: number
}

/** Of each budget, how many have used some of it on a day, how much in all, and the most that one of them has. */
export async function sumBudgetUses(reader: Reader, day: number): Promise<BudgetSum[]> {
  return reader.$queryRaw<BudgetSum[]>`
    select budget, count(*)::int as subjects, sum(used)::int as used, max(used)::int as most from budget_use
    where day = ${day}::int group by budget order by budget`
}

/** Forgets what was used before a day. */
export async function deleteBudgetUses(tx: Transaction, before: number): Promise<void> {
  await tx.budgetUse.deleteMany({ where: { day: { lt: before } } })
}
