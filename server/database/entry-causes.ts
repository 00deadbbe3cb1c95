import type { Reader } from './engine/client.ts'
import { queryRows } from './engine/query-rows.ts'

/** Which versions of rules gave the points of a purchase. */
export interface AccrualCause {
  readonly purchaseId: string
  readonly earningRuleId: string
  /** Null where the earning rule gave all of them. */
  readonly shares: string | null
  /** What the rules were asked about; null as well once the member is erased. */
  readonly inputs: string | null
}

/** What a return took of the points of one purchase. */
export interface ReversalCause {
  readonly returnId: string
  readonly earningRuleId: string
  readonly points: bigint
  readonly shares: string | null
  /** The entry that the purchase's points were recorded with, and its number where it is stored already. */
  readonly accrualId: string
  readonly accrualNumber: bigint | null
}

/** Of these purchases, the rules that gave their points. */
export async function listAccrualCauses(reader: Reader, purchaseIds: readonly string[]): Promise<AccrualCause[]> {
  if (purchaseIds.length === 0) return []
  return queryRows(
    reader,
    `select id as "purchaseId", earning_rule_id as "earningRuleId", shares, inputs from purchase where id = any($1::uuid[])`,
    purchaseIds,
  )
}

/** Of these returns, what they took points of. What changed no points is left out. */
export async function listReversalCauses(reader: Reader, returnIds: readonly string[]): Promise<ReversalCause[]> {
  if (returnIds.length === 0) return []
  return queryRows(
    reader,
    `select a.return_id as "returnId", p.earning_rule_id as "earningRuleId", a.points, a.shares,
       e.id as "accrualId", e.entry_number as "accrualNumber"
     from return_allocation a join purchase p on p.id = a.purchase_id
     join outbox_entry e on e.source_id = p.id and e.kind = 'accrual'
     where a.return_id = any($1::uuid[]) and a.points > 0`,
    returnIds,
  )
}
